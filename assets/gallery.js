// Copy buttons: `data-copy` names the element whose text is copied, to the letter.
addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const label = button.getAttribute("aria-label");
  const icon = button.querySelector("span");
  await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent);
  icon.className = "icon-check2";
  button.setAttribute("aria-label", "Copied");
  setTimeout(() => {
    icon.className = "icon-clipboard";
    button.setAttribute("aria-label", label);
  }, 2000);
});
