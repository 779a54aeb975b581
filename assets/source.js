// Addresses within a page: a section (#section-live-demo), a file (#source-simple_usage), a line of it
// (#source-simple_usage-12) or several (#source-simple_usage-12-20).
(function () {
  const SECONDS_OF_LOADING = 10;
  const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

  // Whoever has begun to read elsewhere is left there.
  let touched = false;
  for (const type of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(type, () => (touched = true), { capture: true, once: true, passive: true });
  }

  function wanted() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return location.hash.slice(1); // as it is, where a % is no code
    }
  }

  // What the address names: an element, which is in view once its tab is shown and its lines are marked.
  function target() {
    const name = wanted();
    const [, id, first, last = first] = /^(source-.+?)(?:-(\d+))?(?:-(\d+))?$/.exec(name) ?? [];
    const file = document.getElementById(id);
    if (!file?.matches("[data-file]")) {
      const element = name ? document.getElementById(name) : null;
      if (element?.matches("details")) element.open = true;
      return element;
    }
    const tab = document.getElementById(file.closest(".tab-pane").getAttribute("aria-labelledby"));
    bootstrap.Tab.getOrCreateInstance(tab).show();
    return (first && mark(file, Number(first), Number(last))) || file;
  }

  // Mark the lines between two, and give the first.
  function mark(file, from, to) {
    const lines = file.querySelectorAll("code > span");
    const [first, last] = [from, to].map((line) => Math.min(Math.max(line, 1), lines.length)).sort((a, b) => a - b);
    for (const marked of document.querySelectorAll("code > .marked")) marked.classList.remove("marked");
    for (let line = first; line <= last; line += 1) lines[line - 1].classList.add("marked");
    const folded = lines[first - 1].closest("details");
    if (folded) folded.open = true;
    file.dataset.from ??= from;
    return lines[first - 1];
  }

  // Choose a line, or all from the one that was chosen before.
  function choose(link, extends_) {
    const file = link.closest("[data-file]");
    const line = Number(link.textContent);
    const from = (extends_ && Number(file.dataset.from)) || line;
    file.dataset.from = from;
    mark(file, from, line);
    const [first, last] = [from, line].sort((a, b) => a - b);
    history.replaceState(history.state, "", `#${file.id}-${first}${first === last ? "" : `-${last}`}`);
  }

  addEventListener("click", (event) => {
    const link = event.target.closest?.(".linenos a");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(link, event.shiftKey);
  });

  // Shift-click would select the text in between.
  addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.closest(".linenos")) event.preventDefault();
  });

  addEventListener("keydown", (event) => {
    const link = event.target;
    if (!link.matches?.(".linenos a") || !(event.key in STEPS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const links = [...link.closest("[data-file]").querySelectorAll(".linenos a")];
    const next = links[Math.min(Math.max(links.indexOf(link) + STEPS[event.key], 0), links.length - 1)];
    [link.tabIndex, next.tabIndex] = [-1, 0];
    next.focus();
    choose(next, event.shiftKey);
  });

  // On a phone not all files' tabs are in view. The page stays where it is.
  addEventListener("shown.bs.tab", ({ target: tab }) => {
    const row = tab.parentElement;
    const [own, view] = [tab, row].map((element) => element.getBoundingClientRect());
    const before = own.left - view.left;
    row.scrollLeft += before < 0 ? before : Math.max(0, Math.min(before, own.right - view.right));
  });

  function arrive() {
    target()?.scrollIntoView({ behavior: "instant", block: wanted().startsWith("source-") ? "center" : "start" });
  }

  // What then appears above, a table, a graph, doesn't push it away.
  function arriveAndStay() {
    const [{ type }] = performance.getEntriesByType("navigation");
    // A page that is reloaded or gone back to is where its reader was.
    if (touched || type !== "navigate" || !target()) return;
    arrive();
    const growth = new ResizeObserver(() => (touched ? growth.disconnect() : arrive()));
    growth.observe(document.querySelector("main"));
    setTimeout(() => growth.disconnect(), SECONDS_OF_LOADING * 1000);
  }

  // The tabs are Bootstrap's, whose script is loaded before.
  arriveAndStay();
  addEventListener("hashchange", () => wanted().startsWith("source-") && arrive());
})();
