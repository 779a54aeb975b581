// The text of the first HTML goes when Dash has rendered the same page; the parts that Dash leaves out of it are
// moved there. They are kept, for Dash may render the page anew.
(function () {
  const first = document.getElementById("first-html");
  const root = document.getElementById("react-entry-point");
  if (!first) return; // an app that isn't the gallery
  const parts = {};
  for (const part of first.querySelectorAll("[data-still]")) parts[part.dataset.still] = [...part.childNodes];
  new MutationObserver(() => {
    if (!root.querySelector("main > *")) return;
    for (const place of root.querySelectorAll("[data-still]:empty")) place.append(...parts[place.dataset.still]);
    if (!first.isConnected) return;
    first.remove();
    dispatchEvent(new Event("rendered"));
  }).observe(root, { childList: true, subtree: true });
})();

// Copy buttons: what is copied is the text of the code beside the button, to the letter.
addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const label = button.getAttribute("aria-label");
  const icon = button.querySelector("span");
  const code = button.parentElement.querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    // There is no clipboard at all without HTTPS, and elsewhere a reader or an organisation may refuse it.
    getSelection().selectAllChildren(code);
    button.lastChild.textContent = " Selected: press Ctrl-C";
    button.setAttribute("aria-label", "The browser refuses to copy. The file is selected: press Ctrl-C");
    return;
  }
  icon.className = "icon-check2";
  button.setAttribute("aria-label", "Copied");
  setTimeout(() => {
    icon.className = "icon-clipboard";
    button.setAttribute("aria-label", label);
  }, 2000);
});
