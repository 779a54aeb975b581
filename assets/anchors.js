// Addresses within a page: a section (#section-live-demo), a file (#source-simple_usage), a line of it
// (#source-simple_usage-L12) or several (#source-simple_usage-L12-L20).
(function () {
  const SOURCE = /^(source-[\w-]+?)(?:-L(\d+)(?:-L(\d+))?)?$/;
  const INPUTS = ["wheel", "touchstart", "pointerdown", "keydown"];
  const SECONDS_OF_LOADING = 10;
  const ABOVE = 88; // pixels of heading and tabs above a block of source

  // Whoever has begun to read elsewhere is left there.
  let touched = false;
  for (const type of INPUTS) {
    addEventListener(type, () => (touched = true), { capture: true, once: true, passive: true });
  }

  function wanted() {
    const name = location.hash.slice(1);
    try {
      return decodeURIComponent(name);
    } catch {
      return name; // as it is, where a % is no code
    }
  }

  // Scroll to what the address names; gives a function that scrolls there again.
  function go(behavior) {
    const name = wanted();
    const [, id, first, last = first] = SOURCE.exec(name) ?? [];
    const block = document.getElementById(id);
    if (block?.matches("pre.numbered")) {
      const numbers = block.querySelector(".line-numbers");
      if (first) mark(numbers, Number(first), Number(last));
      const tab = document.getElementById(block.closest(".tab-pane")?.getAttribute("aria-labelledby"));
      if (tab) bootstrap.Tab.getOrCreateInstance(tab).show();
      return () => showLine(block, numbers, behavior);
    }
    const element = name && document.getElementById(name);
    return element ? () => element.scrollIntoView({ behavior }) : null;
  }

  function lineHeight(numbers) {
    return numbers.offsetHeight / numbers.ariaValueMax;
  }

  function showLine(block, numbers, behavior) {
    const first = Math.min(numbers.dataset.from ?? 1, numbers.ariaValueNow);
    block.scrollTop = (first - 3) * lineHeight(numbers);
    // The files' tabs stay in view, unless the line is too far below it.
    const line = numbers.getBoundingClientRect().top + first * lineHeight(numbers);
    const top = block.getBoundingClientRect().top;
    const edge = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) + ABOVE;
    scrollBy({ top: Math.max(top - edge, line - innerHeight + ABOVE), behavior });
  }

  // Mark the lines between two, the second of which moves.
  function mark(numbers, from, to) {
    const count = Number(numbers.ariaValueMax);
    const [start, end] = [from, to].map((line) => Math.min(Math.max(line, 1), count));
    for (const marked of document.querySelectorAll("pre.numbered code[style]")) marked.removeAttribute("style");
    numbers.ariaValueNow = String(end);
    numbers.dataset.from = String(start);
    const code = numbers.parentElement.querySelector("code");
    code.style.setProperty("--first", Math.min(start, end));
    code.style.setProperty("--last", Math.max(start, end));
    return [Math.min(start, end), Math.max(start, end)];
  }

  function choose(numbers, from, to) {
    const [first, last] = mark(numbers, from, to);
    const lines = first === last ? `L${first}` : `L${first}-L${last}`;
    history.replaceState(history.state, "", `#${numbers.parentElement.id}-${lines}`);
  }

  addEventListener("click", (event) => {
    const numbers = event.target.closest(".line-numbers");
    if (!numbers) return;
    const line = Math.ceil((event.clientY - numbers.getBoundingClientRect().top) / lineHeight(numbers));
    choose(numbers, (event.shiftKey && Number(numbers.dataset.from)) || line, line);
  });

  // Shift-click would select the text in between.
  addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.closest(".line-numbers")) event.preventDefault();
  });

  addEventListener("keydown", (event) => {
    const numbers = event.target;
    if (!numbers.matches?.(".line-numbers") || event.ctrlKey || event.metaKey || event.altKey) return;
    const now = numbers.dataset.from ? Number(numbers.ariaValueNow) : 0;
    const next = {
      ArrowDown: now + 1,
      ArrowUp: now - 1,
      PageDown: now + 10,
      PageUp: now - 10,
      Home: 1,
      End: Number(numbers.ariaValueMax),
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(numbers, (event.shiftKey && Number(numbers.dataset.from)) || next, next);
    const block = numbers.parentElement;
    const top = (Number(numbers.ariaValueNow) - 1) * lineHeight(numbers);
    block.scrollTop = Math.min(Math.max(block.scrollTop, top - block.clientHeight / 2), top);
  });

  // On a phone not all files' tabs are in view. The page stays where it is.
  addEventListener("shown.bs.tab", ({ target }) => {
    const row = target.parentElement;
    const [tab, view] = [target, row].map((element) => element.getBoundingClientRect());
    const before = tab.left - view.left;
    row.scrollLeft += before < 0 ? before : Math.max(0, Math.min(before, tab.right - view.right));
  });

  // The text of the first HTML was scrolled by the browser; what Dash has rendered in its place is by this. What
  // then appears above, a table, a graph, doesn't push it away.
  function arriveAndStay() {
    const arrive = go("instant");
    const [{ type }] = performance.getEntriesByType("navigation");
    // A page that is reloaded or gone back to is where its reader was.
    if (!arrive || touched || type !== "navigate") return;
    arrive();
    const growth = new ResizeObserver(() => (touched ? growth.disconnect() : arrive()));
    growth.observe(document.querySelector("main"));
    setTimeout(() => growth.disconnect(), SECONDS_OF_LOADING * 1000);
  }

  // The tabs are Bootstrap's, whose script may still be on its way.
  addEventListener("rendered", () => {
    if (window.bootstrap) arriveAndStay();
    else document.addEventListener("DOMContentLoaded", arriveAndStay);
  });

  addEventListener("hashchange", () => SOURCE.test(wanted()) && go("auto")?.());
})();
