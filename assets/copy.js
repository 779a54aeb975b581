// Buttons that copy: the code beside them (`data-copy`), to the letter, or what is at an address (`data-copy-page`).
(function () {
  const SECONDS_OF_SUCCESS = 2;

  function plain(text) {
    return new Blob([text], { type: "text/plain" });
  }

  async function fetched(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
    return plain(await answer.text());
  }

  // What is copied, a promise of it, and what is left to the reader where the browser refuses.
  function code(button) {
    const parts = [...button.parentElement.querySelectorAll("code")];
    return {
      text: Promise.resolve(plain(parts.map((part) => part.textContent).join(""))),
      refused() {
        const folded = button.parentElement.querySelector("details.docstring");
        if (folded) folded.open = true;
        getSelection().setBaseAndExtent(parts[0], 0, parts.at(-1), parts.at(-1).childNodes.length);
        const keys = document.documentElement.dataset.keys === "mac" ? "⌘-C" : "Ctrl-C";
        return `The browser refuses to copy. The file is selected: press ${keys}.`;
      },
    };
  }

  function page(button) {
    const text = fetched(button.dataset.copyPage + location.search);
    const arrives = text.then(() => true, () => false);
    return {
      text,
      async refused() {
        return (await arrives)
          ? "The browser refuses to copy. Open “View as Markdown”, and copy it from there."
          : "The text didn't arrive. Try again.";
      },
    };
  }

  // A browser may forget that a button was pressed while the text is on its way: it is promised the text.
  async function copy(text) {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
  }

  function statusOf(button) {
    const found = button.parentElement.querySelector("[role=status]");
    if (found) return found;
    const made = document.createElement("span");
    made.setAttribute("role", "status");
    made.className = "copy-status";
    button.after(made);
    return made;
  }

  function say(button, message, failed) {
    const status = statusOf(button);
    status.textContent = message;
    status.classList.toggle("failed", failed);
  }

  addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-page]");
    if (!button) return;
    const { text, refused } = "copy" in button.dataset ? code(button) : page(button);
    try {
      await copy(text);
    } catch {
      // There is no clipboard at all without HTTPS, and elsewhere a reader or an organisation may refuse it.
      say(button, await refused(), true);
      return;
    }
    say(button, "Copied", false);
    const icon = button.querySelector(".icon-clipboard") ?? button;
    icon.classList.replace("icon-clipboard", "icon-check2");
    setTimeout(() => {
      icon.classList.replace("icon-check2", "icon-clipboard");
      say(button, "", false);
    }, SECONDS_OF_SUCCESS * 1000);
  });

  // What is selected has been copied, or is no longer selected.
  function done() {
    for (const status of document.querySelectorAll(".copy-status.failed")) say(status.previousElementSibling, "", false);
  }

  document.addEventListener("copy", done);
  document.addEventListener("selectionchange", () => getSelection().isCollapsed && done());
})();
