// The theme: light, dark, or the system's choice. Loaded in the head, before anything is painted.
(function () {
  const key = "theme";
  const choices = ["auto", "light", "dark"];
  const system = matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    let stored = null;
    try {
      stored = localStorage.getItem(key);
    } catch {
      // A browser that keeps nothing has the system's choice.
    }
    return choices.includes(stored) ? stored : "auto";
  }

  function apply(choice) {
    const root = document.documentElement;
    root.dataset.themeChoice = choice;
    root.dataset.bsTheme = choice === "auto" ? (system.matches ? "dark" : "light") : choice;
  }

  apply(chosen());
  system.addEventListener("change", () => apply(chosen()));
  addEventListener("storage", (event) => event.key === key && apply(chosen()));
  addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const next = choices[(choices.indexOf(document.documentElement.dataset.themeChoice) + 1) % choices.length];
    try {
      localStorage.setItem(key, next);
    } catch {
      // The choice then lasts as long as the page.
    }
    apply(next);
  });
})();
