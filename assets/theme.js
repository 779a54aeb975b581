// The header's buttons for the theme: plain HTML, which calls what ThemeSwitchAIO has put on the page.
(function () {
  const root = document.documentElement;
  const buttons = document.querySelectorAll("#site-theme button");

  function show() {
    for (const button of buttons) button.ariaPressed = String(button.value === root.dataset.themeChoice);
  }

  for (const button of buttons) button.addEventListener("click", () => ThemeSwitchAIO.choose(button.value));
  new MutationObserver(show).observe(root, { attributeFilter: ["data-theme-choice"] });
  show();
})();
