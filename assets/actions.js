// "Copy page as Markdown": what is copied is what "View as Markdown" shows, fetched when it is asked for.
(function () {
  async function fetchText(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
    return new Blob([await answer.text()], { type: "text/plain" });
  }

  // A browser may forget that a button was pressed while the text is on its way: it is promised the text.
  async function copy(text) {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
  }

  addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy-page]");
    if (!button) return;
    const status = button.parentElement.querySelector("[role=status]");
    const say = (message, failed) => {
      status.textContent = message;
      status.classList.toggle("failed", failed);
    };
    const text = fetchText(button.dataset.copyPage);
    const arrives = text.then(() => true, () => false);
    try {
      await copy(text);
    } catch {
      // There is no clipboard at all without HTTPS, and elsewhere a reader or an organisation may refuse it.
      say((await arrives)
        ? "The browser refuses to copy. Open “View as Markdown”, and copy it from there."
        : "The text didn't arrive. Try again.", true);
      return;
    }
    say("Copied", false);
    button.classList.replace("icon-clipboard", "icon-check2");
    setTimeout(() => {
      button.classList.replace("icon-check2", "icon-clipboard");
      say("", false);
    }, 2000);
  });
})();
