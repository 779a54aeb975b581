// Search, in a dialog: opened by the header's button, Ctrl-K, Cmd-K or "/", or by an address with ?q=.
(function () {
  const MOST_LETTERS = 100;
  const MOST_RESULTS = 40;
  const MOST_LINES_OF_A_FILE = 5;
  const LENGTH_OF_EXCERPT = 150;
  const HINT = "Finds titles, text, the names of the API, and source.";

  // What a match is worth, by what it is in; and a word that readers don't use themselves.
  const FIELDS = { title: 4, text: 1, where: 0.5 };
  const KINDS = { page: 3, heading: 1.2, name: 1.3, file: 0.8, source: 0.2 };
  const SYNONYM = 0.5;
  const LABELS = { page: "Page", heading: "Section", name: "API", file: "File", source: "Source" };

  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  document.documentElement.dataset.keys = mac ? "mac" : "other";

  // Words.

  const WORD = /[\p{L}\p{N}][\p{L}\p{N}_]*/gu;
  const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[^\p{Lu}_]+/gu;

  // Where a word may begin, and what it is from there on: DataTableAIO is three, and sort_by two.
  function* beginnings(text) {
    for (const { 0: whole, index } of text.matchAll(WORD)) {
      for (const part of whole.matchAll(PART)) yield { at: index + part.index, word: whole.slice(part.index) };
    }
  }

  // A text without capitals and accents.
  function fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function wordsOf(query) {
    return [...new Set(fold(query).match(WORD))];
  }

  // The index: it and the library that searches in it come when they are first needed.

  let loading;

  function load() {
    const { content, dataset } = document.querySelector("meta[name=search]");
    loading ??= Promise.all([fetchIndex(content), runScript(dataset.library)]).then(([index]) => prepare(index));
    // The next try asks again.
    loading.catch(() => (loading = undefined));
    return loading;
  }

  async function fetchIndex(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
    return answer.json();
  }

  function runScript(src) {
    return new Promise((onload, reject) => {
      const onerror = () => reject(new Error("its script doesn't arrive"));
      document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror }));
    });
  }

  async function prepare({ documents, synonyms }) {
    const found = documents.flatMap((document) => [document, ...lines(document)]);
    const known = (word) => word.length < 3 || index.search(word, { fuzzy: false, processTerm: fold }).length > 0;
    const index = new MiniSearch({
      fields: Object.keys(FIELDS),
      tokenize: (text) => Array.from(beginnings(text), ({ word }) => word),
      processTerm: fold,
      searchOptions: {
        tokenize: wordsOf,
        // A word that nothing begins with is taken for a slip: two letters in each other's place, or others than meant.
        processTerm: (word) => (known(word) ? word : (swapped(word).find(known) ?? word)),
        fuzzy: (word) => !known(word) && Math.min(2, Math.floor(word.length / 4)),
        prefix: (word, at, words) => word.length > 2 || at === words.length - 1,
        boost: FIELDS,
        weights: { prefix: 0.7, fuzzy: 0.4 },
        boostDocument: (id) => KINDS[found[id].kind],
      },
    });
    // A line is found by its own text alone.
    const fields = ({ kind, title, text, where }) => (kind === "source" ? { text } : { title, text, where });
    await index.addAllAsync(found.map((document, id) => ({ id, ...fields(document) })), { chunkSize: 500 });
    return { index, found, synonyms };
  }

  function lines({ title, href, where, source }) {
    return source.split("\n").flatMap((line, above) => {
      const number = above + 1;
      const text = line.trim();
      const place = { href: `${href}-${number}`, title: `${title}, line ${number}`, where, file: href };
      return text ? { kind: "source", text, ...place } : [];
    });
  }

  function swapped(word) {
    return Array.from(word.slice(1), (letter, at) => word.slice(0, at) + letter + word[at] + word.slice(at + 2));
  }

  // What has all words comes before what has any of them.
  function find(query, { index, found, synonyms }) {
    const asked = ` ${wordsOf(query).join(" ")} `;
    const others = Object.keys(synonyms)
      .filter((name) => asked.includes(` ${name} `))
      .flatMap((name) => synonyms[name].map((other) => asked.replace(` ${name} `, ` ${other} `)));
    const results = new Map();
    for (const combineWith of ["AND", "OR"]) {
      const alike = others.map((other) => ({ queries: [other], combineWith, fuzzy: false, boostTerm: () => SYNONYM }));
      for (const result of index.search({ queries: [{ queries: [asked], combineWith }, ...alike] })) {
        if (!results.has(result.id)) results.set(result.id, { ...result, ...found[result.id] });
      }
    }
    const shown = {};
    return [...results.values()].filter(
      ({ file }) => !file || (shown[file] = (shown[file] ?? 0) + 1) <= MOST_LINES_OF_A_FILE,
    );
  }

  // Showing. Text is only ever set as text.

  // From where to where a text has what was found: of a word that begins as is asked, the beginning alone.
  function* places(text, { queryTerms, terms }) {
    for (const { at, word } of beginnings(text)) {
      const plain = fold(word);
      if (!terms.includes(plain)) continue;
      const lengths = queryTerms.filter((term) => plain.startsWith(term)).map((term) => term.length);
      yield [at, at + (Math.max(0, ...lengths) || word.length)];
    }
  }

  function marked(text, result) {
    const pieces = [];
    let end = 0;
    for (const [from, to] of places(text, result)) {
      if (from < end) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      pieces.push(text.slice(end, from), mark);
      end = to;
    }
    return [...pieces, text.slice(end)];
  }

  // The part of a text around the first place.
  function excerpt({ text, ...result }) {
    const [[first] = [0]] = places(text, result);
    const start = first < 60 ? 0 : text.indexOf(" ", first - 50) + 1;
    const part = text.slice(start, start + LENGTH_OF_EXCERPT);
    const rest = text.length > start + LENGTH_OF_EXCERPT;
    return (start ? "… " : "") + (rest ? part.replace(/\s\S*$/, " …") : part);
  }

  const DIALOG = `
    <dialog class="search-dialog" aria-label="Search">
      <div class="search-field d-flex align-items-center gap-3 px-3 py-2 border-bottom">
        <span class="icon-search"></span>
        <input class="form-control px-0 border-0 bg-transparent shadow-none" role="combobox" maxlength="${MOST_LETTERS}"
          placeholder="Search" autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="go" autofocus
          aria-label="Search" aria-autocomplete="list" aria-controls="search-results" aria-expanded="false">
        <button type="button" class="btn-close" aria-label="Close"></button>
      </div>
      <p role="status" class="m-0 px-3 py-2 small text-body-secondary text-break"></p>
      <div role="listbox" id="search-results" class="flex-grow-1 px-2 pb-2 overflow-y-auto" aria-label="Results" hidden></div>
    </dialog>
    <template id="search-option">
      <a role="option" tabindex="-1" aria-selected="false" class="d-grid p-2 rounded text-reset text-decoration-none text-break">
        <span class="search-title fw-semibold"></span>
        <span class="small text-body-secondary"></span>
        <span class="search-text small"></span>
        <span class="search-where small text-body-secondary"></span>
      </a>
    </template>`;

  function option(result, number) {
    const { kind, href, title, where } = result;
    const made = document.getElementById("search-option").content.firstElementChild.cloneNode(true);
    Object.assign(made, { href, id: `search-result-${number}` }).dataset.kind = kind;
    const own = kind === "source" ? (text) => [text] : (text) => marked(text, result);
    const contents = [own(title), [LABELS[kind]], marked(excerpt(result), result), own(where)];
    contents.forEach((content, place) => made.children[place].append(...content));
    return made;
  }

  let dialog, field, list, status;

  function build() {
    document.body.insertAdjacentHTML("beforeend", DIALOG);
    dialog = document.querySelector(".search-dialog");
    [field, status, list] = ["input", "[role=status]", "[role=listbox]"].map((part) => dialog.querySelector(part));
    field.addEventListener("input", show);
    field.addEventListener("keydown", walk);
    list.addEventListener("click", follow);
    // The backdrop is the dialog's own.
    dialog.addEventListener("click", ({ target }) => target.matches("dialog, .btn-close") && dialog.close());
    dialog.addEventListener("close", () => keep(""));
  }

  function open(query) {
    if (!dialog) build();
    if (query) field.value = query.slice(0, MOST_LETTERS);
    if (!dialog.open) dialog.showModal();
    field.focus();
    field.select();
    show();
  }

  async function show() {
    const query = field.value;
    remember();
    if (!query.trim()) return fill(HINT);
    if (!list.childElementCount) status.textContent = "Searching …";
    let index;
    try {
      index = await load();
    } catch (error) {
      return fill(`The search can't be loaded (${error.message}). Press Enter to try again.`);
    }
    if (query !== field.value) return; // there is a newer question
    const found = find(query, index);
    const results = `${found.length} result${found.length === 1 ? "" : "s"}`;
    if (!found.length) fill(`Nothing was found for “${query.trim()}”. Try another word, or the beginning of one.`);
    else fill(found.length > MOST_RESULTS ? `The best ${MOST_RESULTS} of ${results}` : results, found);
  }

  function fill(text, found = []) {
    status.textContent = text;
    list.replaceChildren(...found.slice(0, MOST_RESULTS).map(option));
    list.hidden = !found.length;
    list.scrollTop = 0;
    field.setAttribute("aria-expanded", String(found.length > 0));
    choose(list.firstElementChild);
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
    if (event.isComposing) return;
    if (event.key === "ArrowDown") choose(current?.nextElementSibling ?? list.firstElementChild);
    else if (event.key === "ArrowUp") choose(current?.previousElementSibling ?? list.lastElementChild);
    else if (event.key === "Enter") current ? current.click() : show();
    else return;
    event.preventDefault();
  }

  // Another page is loaded whole, and going back from it leads to the search again. On the same page the dialog goes.
  function follow(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.pathname !== location.pathname) return keep(field.value);
    event.preventDefault();
    dialog.close();
    keep(""); // before the address has another hash
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
    const found = document.getElementById(name) ?? document.getElementById(name.replace(/(-\d+)+$/, ""));
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
    timer = setTimeout(() => dialog.open && keep(field.value), 300);
  }

  function keep(query) {
    clearTimeout(timer);
    const address = new URL(location);
    const asked = query.trim();
    if (asked === (address.searchParams.get("q") ?? "")) return;
    if (asked) address.searchParams.set("q", asked);
    else address.searchParams.delete("q");
    history.replaceState(history.state, "", address);
  }

  // Opening.

  // Dash isn't told of a question in an address that is gone back to, either.
  addEventListener("popstate", () => {
    keep("");
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
  const island = document.getElementById("react-entry-point");
  if (question) {
    if (island) keep("");
    open(question);
    clearTimeout(timer);
    const rendered = new MutationObserver(() => {
      if (!document.getElementById("demo")) return;
      rendered.disconnect();
      if (dialog.open) keep(field.value);
    });
    if (island) rendered.observe(island, { childList: true, subtree: true });
  }
})();
