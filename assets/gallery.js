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
