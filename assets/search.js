// Search, in a dialog: opened by the header's button, Ctrl-K, Cmd-K or "/", or by an address with ?q=.
(function () {
  const MOST_LETTERS = 100;
  const MOST_RESULTS = 40;
  const FIRST_OF_A_FILE = 5;
  const LENGTH_OF_EXCERPT = 150;
  const HINT = "Finds titles, text, the names of the API, and source.";

  // What a match in it is worth: the rank of a result is the mean of its words'.
  const WORTH = { page: 4, heading: 3, name: 3, file: 2.5, text: 2, source: 1, around: 0.5 };
  const LABELS = { page: "Page", heading: "Section", name: "API", file: "File", source: "Source" };

  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  document.documentElement.dataset.keys = mac ? "mac" : "other";

  // The index.

  let loading;

  function load() {
    loading ??= fetch(document.querySelector("meta[name=search-index]").content)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
      .then(prepare);
    // The next try asks again.
    loading.catch(() => (loading = undefined));
    return loading;
  }

  // Everything that can be found, as { kind, href, title, text, where, around }.
  function prepare({ pages, places, files }) {
    const where = ({ section, title }) => (section ? `${section} · ${title}` : title);
    const href = ({ path }, anchor) => (anchor ? `${path}#${encodeURIComponent(anchor)}` : path);
    const found = places.map(({ kind, page: number, anchor, title, text }) => {
      const page = pages[number];
      const around = kind === "page" ? page.section : where(page);
      return item({ kind, href: href(page, anchor), title, text, where: around, around });
    });
    for (const { page: number, anchor, name, source } of files) {
      const page = pages[number];
      found.push(item({ kind: "file", href: href(page, anchor), title: name, text: "", where: where(page), around: "" }));
      source.split("\n").forEach((line, above) => {
        const text = line.trim();
        if (!text) return;
        const lineHref = href(page, `${anchor}-L${above + 1}`);
        const title = `${name}, line ${above + 1}`;
        found.push(item({ kind: "source", href: lineHref, title, text, where: where(page), around: name }));
      });
    }
    return found;
  }

  function item(parts) {
    return { ...parts, plain: { title: fold(parts.title), text: fold(parts.text), around: fold(parts.around) } };
  }

  // Letters without case and accents, each in its place, so that what is found is found in the text as it was.
  function fold(text) {
    const bare = (letter) => {
      const [base] = letter.normalize("NFD").toLowerCase();
      return base.length === 1 ? base : letter;
    };
    return text.replace(/[^\x00-\x7f]/g, bare).toLowerCase();
  }

  // Finding.

  const LETTER = /[\p{L}\p{N}]/u;
  const CAPITAL = /\p{Lu}/u;

  // Whether a word may begin here: DataTableAIO has three, sort_by has two.
  function begins(text, at) {
    if (at === 0 || !LETTER.test(text[at]) || !LETTER.test(text[at - 1])) return true;
    return CAPITAL.test(text[at]) && !CAPITAL.test(text[at - 1]);
  }

  function place(word, plain, text, from = 0) {
    let at = plain.indexOf(word, from);
    while (at >= 0 && !begins(text, at)) at = plain.indexOf(word, at + 1);
    return at;
  }

  // What a word is worth where it stands; whole words and beginnings a little more.
  function worth(word, plain, text, base) {
    const at = place(word, plain, text);
    if (at < 0) return 0;
    const whole = !LETTER.test(plain[at + word.length] ?? " ");
    return base + (whole ? 0.2 : 0) + (at === 0 ? 0.1 : 0);
  }

  // All words must be there, and one of them in the place itself: null where it isn't so.
  function rank(words, { kind, title, text, around, plain }) {
    let sum = 0;
    let own = false;
    for (const word of words) {
      const source = kind === "source";
      const best = Math.max(
        source ? 0 : worth(word, plain.title, title, WORTH[kind]),
        worth(word, plain.text, text, source ? WORTH.source : WORTH.text),
      );
      const value = best || worth(word, plain.around, around, WORTH.around);
      if (!value) return null;
      own ||= best > 0;
      sum += value;
    }
    if (!own) return null;
    const exact = plain.title === words.join(" ") ? 0.5 : 0;
    const definition = kind === "source" && /^(def|class) /.test(text) ? 0.3 : 0;
    return sum / words.length + exact + definition;
  }

  function wordsOf(query) {
    return [...new Set(fold(query).split(/\s+/).filter(Boolean))];
  }

  function find(query, index) {
    const words = wordsOf(query);
    const ranked = [];
    for (const item of index) {
      const value = rank(words, item);
      if (value !== null) ranked.push({ value, item });
    }
    ranked.sort((one, other) => other.value - one.value);
    // The first lines of each file stand before the rest of any.
    const lines = new Map();
    const rest = [];
    const first = ranked.filter((result) => {
      const { kind, where, around } = result.item;
      if (kind !== "source") return true;
      const file = `${where} ${around}`;
      lines.set(file, (lines.get(file) ?? 0) + 1);
      if (lines.get(file) > FIRST_OF_A_FILE) rest.push(result);
      return lines.get(file) <= FIRST_OF_A_FILE;
    });
    const items = [...first, ...rest].slice(0, MOST_RESULTS).map(({ item }) => item);
    return { words, count: ranked.length, items };
  }

  // Showing. Text is only ever set as text.

  function element(tag, properties, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  // A text with the words marked in it.
  function marked(words, text) {
    const plain = fold(text);
    const inside = new Array(text.length).fill(false);
    for (const word of words) {
      for (let at = place(word, plain, text); at >= 0; at = place(word, plain, text, at + 1)) {
        inside.fill(true, at, at + word.length);
      }
    }
    const pieces = [];
    for (let start = 0, end = 0; start < text.length; start = end) {
      while (end < text.length && inside[end] === inside[start]) end++;
      const piece = text.slice(start, end);
      pieces.push(inside[start] ? element("mark", {}, piece) : piece);
    }
    return pieces;
  }

  // The part of a text around the first of the words.
  function excerpt(words, { text, plain }) {
    const places = words.map((word) => place(word, plain.text, text)).filter((at) => at >= 0);
    const first = places.length ? Math.min(...places) : 0;
    const start = first < 60 ? 0 : text.indexOf(" ", first - 50) + 1;
    const most = start + LENGTH_OF_EXCERPT;
    const end = text.length <= most ? text.length : text.lastIndexOf(" ", most);
    const part = text.slice(start, end > start ? end : most);
    return (start ? "… " : "") + part + (start + part.length < text.length ? " …" : "");
  }

  function option(words, item, number) {
    const { kind, href, title, where } = item;
    return element(
      "a",
      { role: "option", id: `search-result-${number}`, href, tabindex: -1, "aria-selected": false, "data-kind": kind },
      element("span", { class: "search-title" }, ...(kind === "source" ? [title] : marked(words, title))),
      element("span", { class: "search-kind" }, LABELS[kind]),
      element("span", { class: "search-text" }, ...marked(words, excerpt(words, item))),
      element("span", { class: "search-where" }, ...(kind === "source" ? [where] : marked(words, where))),
    );
  }

  let dialog, field, list, status;

  function build() {
    field = element("input", {
      type: "text",
      role: "combobox",
      maxlength: MOST_LETTERS,
      placeholder: "Search",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: false,
      enterkeyhint: "go",
      autofocus: "",
      "aria-label": "Search",
      "aria-autocomplete": "list",
      "aria-controls": "search-results",
      "aria-expanded": false,
    });
    list = element("div", { role: "listbox", id: "search-results", "aria-label": "Results", hidden: "" });
    status = element("p", { role: "status" });
    const close = element("button", { type: "button", class: "btn-close", "aria-label": "Close" });
    dialog = element(
      "dialog",
      { class: "search-dialog", "aria-label": "Search" },
      element("div", { class: "search-field" }, element("span", { class: "icon-search" }), field, close),
      status,
      list,
    );
    document.body.append(dialog);
    field.addEventListener("input", () => {
      show();
      remember();
    });
    field.addEventListener("keydown", walk);
    list.addEventListener("click", follow);
    close.addEventListener("click", () => dialog.close());
    // The backdrop is the dialog's own.
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", forget);
  }

  function open(query) {
    if (!dialog) build();
    if (query !== undefined) field.value = query.slice(0, MOST_LETTERS);
    if (!dialog.open) dialog.showModal();
    field.focus();
    field.select();
    show();
    remember();
  }

  async function show() {
    const query = field.value;
    if (!query.trim()) return fill(HINT);
    if (!list.childElementCount) status.textContent = "Searching …";
    let index;
    try {
      index = await load();
    } catch (error) {
      return fill(`The search can't be loaded (${error.message}). Reload the page to try again.`);
    }
    if (query !== field.value) return; // there is a newer question
    const found = find(query, index);
    const shown = found.items.length;
    const results = `${found.count} result${found.count === 1 ? "" : "s"}`;
    fill(
      !shown
        ? `Nothing was found for “${query.trim()}”. All words must be there, or their beginnings.`
        : shown < found.count
          ? `The best ${shown} of ${results}`
          : results,
      found.items.map((item, number) => option(found.words, item, number)),
    );
  }

  function fill(text, options = []) {
    status.textContent = text;
    list.replaceChildren(...options);
    list.hidden = !options.length;
    list.scrollTop = 0;
    field.setAttribute("aria-expanded", String(options.length > 0));
    choose(options[0]);
  }

  function choose(next) {
    list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    if (!next) return field.removeAttribute("aria-activedescendant");
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest", behavior: "instant" });
    field.setAttribute("aria-activedescendant", next.id);
  }

  function walk(event) {
    const current = list.querySelector("[aria-selected=true]");
    if (event.isComposing || !current) return;
    if (event.key === "ArrowDown") choose(current.nextElementSibling ?? list.firstElementChild);
    else if (event.key === "ArrowUp") choose(current.previousElementSibling ?? list.lastElementChild);
    else if (event.key === "Enter") current.click();
    else return;
    event.preventDefault();
  }

  // Another page is loaded whole, and going back from it leads to the search again. On the same page the dialog goes.
  function follow(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.pathname !== location.pathname) return keep();
    event.preventDefault();
    dialog.close();
    forget();
    if (!link.hash) {
      scrollTo({ top: 0 });
      focusOn(named(""));
      return;
    }
    // When the file's tab has been opened.
    addEventListener("hashchange", () => focusOn(named(link.hash)), { once: true });
    if (link.hash === location.hash) dispatchEvent(new HashChangeEvent("hashchange"));
    else location.hash = link.hash;
  }

  // A line's address begins with that of its file.
  function named(hash) {
    const name = decodeURIComponent(hash.slice(1));
    const found = document.getElementById(name) ?? document.getElementById(name.replace(/(-L\d+)+$/, ""));
    return found ?? document.querySelector("main");
  }

  // Who uses the keyboard goes on from what was found, and not from the header.
  function focusOn(element) {
    if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  // The address has the question, while the dialog is open. Browsers mind many changes of it.

  let timer;

  function remember() {
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  }

  function keep() {
    clearTimeout(timer);
    if (dialog.open) setQuery(field.value.trim());
  }

  function forget() {
    clearTimeout(timer);
    setQuery("");
  }

  function setQuery(query) {
    const address = new URL(location);
    if (query === (address.searchParams.get("q") ?? "")) return;
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history.replaceState(history.state, "", address);
  }

  // Opening.

  // Dash isn't told of a question in an address that is gone back to, either.
  addEventListener("popstate", () => {
    setQuery("");
    if (dialog?.open) dialog.close();
  });

  addEventListener("click", (event) => event.target.closest("[data-search]") && open());

  // Before a table or a field takes the key; where a "/" may be typed, it is one.
  addEventListener(
    "keydown",
    (event) => {
      if (event.altKey || event.repeat) return;
      const command = event.ctrlKey || event.metaKey;
      // The search's own field keeps the focus for a moment when its dialog has been closed.
      const closed = event.target.closest?.("dialog:not([open])");
      const typing = !closed && event.target.closest?.(
        "input, textarea, select, [contenteditable], [role=textbox], [role=gridcell], .dash-spreadsheet-container, .dash-dropdown",
      );
      const asked =
        command && !event.shiftKey ? event.key.toLowerCase() === "k" : !command && event.key === "/" && !typing;
      if (!asked) return;
      event.preventDefault();
      event.stopPropagation();
      open();
    },
    { capture: true },
  );

  // Dash reads the address when it renders the page. It isn't told of the question, or it would render the page
  // again as soon as that has gone from the address.
  const question = new URLSearchParams(location.search).get("q")?.trim();
  if (question) {
    setQuery("");
    open(question);
    clearTimeout(timer);
    addEventListener("rendered", keep);
  }
})();
