// The text of the first HTML goes when Dash has rendered the same page.
(function () {
  const first = document.getElementById("first-html");
  const root = document.getElementById("react-entry-point");
  const rendered = new MutationObserver(() => {
    if (!root.querySelector("main > *")) return;
    rendered.disconnect();
    first.remove();
    dispatchEvent(new Event("rendered"));
  });
  rendered.observe(root, { childList: true, subtree: true });
})();

// Copy buttons: what is copied is the text of the code beside the button, to the letter.
addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const label = button.getAttribute("aria-label");
  const icon = button.querySelector("span");
  await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
  icon.className = "icon-check2";
  button.setAttribute("aria-label", "Copied");
  setTimeout(() => {
    icon.className = "icon-clipboard";
    button.setAttribute("aria-label", label);
  }, 2000);
});
