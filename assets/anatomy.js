// The section "Anatomy" of an example's page: the ids that are in the demo, the instances that each callback matches,
// and a log of the callbacks that run. The cards of the callbacks (`data-callback`) say which ones those are.
//
// What is on the page and which callbacks run is read from the store of Dash's renderer; what was sent and what came
// back is told by the renderer's hooks.
(function () {
  // Above and below: the demo, and its second instance.
  const roots = ["demo", "second-instance"];
  // Longer requests and answers are counted, and not kept.
  const [mostEntries, longestKept, longestShown] = [50, 100_000, 80];
  const callbackErrorId = "callback-error";
  const packages = { dash_core_components: "dcc", dash_html_components: "html" };
  // On all of which white can be read.
  const hues = [130, 215, 285, 15, 185, 335];

  const callbacks = new Map();
  let store;

  let seen = {};
  let ids = [];
  // The numbers of those that are there, by component and aio_id: the lowest that were free when they appeared.
  let instances = new Map();

  const key = (id) => dash_component_api.stringifyId(id);
  const at = (layout, path) => path.reduce((part, step) => part?.[step], layout);
  const isOfInstance = (id) => typeof id === "object" && "aio_id" in id && "component" in id && "subcomponent" in id;
  const instanceName = ({ component, aio_id }) => JSON.stringify([component, aio_id]);
  const typeOf = ({ namespace, type }) => `${packages[namespace] ?? namespace}.${type}`;
  const isWild = (value, kind) => Array.isArray(value) && (!kind || value[0] === kind);
  const hasWild = (id, kind) => typeof id === "object" && Object.values(id).some((value) => isWild(value, kind));

  // By the renderer's own index of ids, which has components with and without an element, and some that are gone.
  function findIds({ paths, layout }) {
    if (paths === seen.paths && layout === seen.layout) return;
    seen = { paths, layout };
    const found = Object.entries(paths.strs).map(([id, path]) => ({ id, path }));
    for (const [names, components] of Object.entries(paths.objs)) {
      const idOf = (values) => Object.fromEntries(names.split(",").map((name, position) => [name, values[position]]));
      for (const { values, path } of components) found.push({ id: idOf(values), path });
    }
    const places = roots.filter((root) => root in paths.strs).map((root) => `${paths.strs[root]},`);
    const isInside = (path) => places.some((place) => String(path).startsWith(place));
    const isThere = (id, path) => key(at(layout, path)?.props?.id) === key(id);
    ids = found
      .filter(({ id, path }) => isInside(path) && isThere(id, path))
      .sort((one, other) => String(one.path).localeCompare(other.path, "en", { numeric: true }))
      .map(({ id, path }) => ({ id, type: typeOf(at(layout, path)) }));
    numberInstances();
  }

  // Those that are gone leave their numbers to others.
  function numberInstances() {
    const names = new Set(ids.filter(({ id }) => isOfInstance(id)).map(({ id }) => instanceName(id)));
    instances = new Map([...instances].filter(([name]) => names.has(name)));
    for (const name of names) {
      const taken = [...instances.values()];
      let number = 1;
      while (taken.includes(number)) number += 1;
      if (!instances.has(name)) instances.set(name, number);
    }
  }

  function instanceNumbers(someIds) {
    const found = new Set(someIds.filter(isOfInstance).map((id) => instances.get(instanceName(id))));
    return [...found].sort((one, other) => one - other);
  }

  // Whether a declared id takes in one that is there, where MATCH stands for the values given.
  function fits(pattern, id, values) {
    if (typeof pattern === "string" || typeof id === "string") return pattern === id;
    const names = Object.keys(pattern);
    const fitsAt = (name) => {
      if (!isWild(pattern[name])) return pattern[name] === id[name];
      return name in id && (!values || !isWild(pattern[name], "MATCH") || values[name] === id[name]);
    };
    return names.length === Object.keys(id).length && names.every(fitsAt);
  }

  // Each of the times that a callback is on the page: the ids that it then goes by.
  function matches(patterns) {
    const fitting = (pattern, values) => ids.map(({ id }) => id).filter((id) => fits(pattern, id, values));
    const first = patterns.find((pattern) => hasWild(pattern, "MATCH"));
    return (first ? fitting(first) : [undefined])
      .map((values) => patterns.map((pattern) => fitting(pattern, values)))
      .filter((found) => found.every((some, position) => some.length || hasWild(patterns[position], "ALL")))
      .map((found) => found.flat());
  }

  // Content is always text.
  function element(tag, className, ...content) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  const code = (text) => element("code", "", text);
  const written = (id) => (typeof id === "string" ? id : isOfInstance(id) ? id.subcomponent : JSON.stringify(id));
  const parsed = (id) => (id.startsWith("{") ? JSON.parse(id) : id);
  const size = (bytes) => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`);
  const counted = (number) => `${number} ${number === 1 ? "callback" : "callbacks"} ran`;

  function instanceMark(number) {
    const mark = element("span", "anatomy-instance", element("span", "visually-hidden", "instance "), String(number));
    mark.style.setProperty("--hue", hues[number % hues.length]);
    return mark;
  }

  function headed(scope, ...content) {
    const head = element("th", "", ...content);
    head.scope = scope;
    return head;
  }

  function showIds(place) {
    const table = element("table", "table table-sm", element("caption", "visually-hidden", "Ids in the demo"));
    for (const members of Map.groupBy(ids, ({ id }) => groupOf(id)).values()) {
      const [{ id }] = members;
      const named = [instanceMark(...instanceNumbers([id])), " ", id.component, ", aio_id ", code(JSON.stringify(id.aio_id))];
      const head = headed("rowgroup", ...(isOfInstance(id) ? named : [groupOf(id)]));
      head.colSpan = 2;
      const rows = members.map((one) =>
        element("tr", "", headed("row", code(written(one.id))), element("td", "", code(one.type))),
      );
      table.append(element("tbody", "", element("tr", "", head), ...rows));
    }
    place.replaceChildren(ids.length ? table : element("p", "anatomy-note", "There is no id in the demo."));
  }

  function groupOf(id) {
    if (isOfInstance(id)) return instanceName(id);
    return typeof id === "string" ? "Plain ids, each on a page once" : "Other dictionary ids";
  }

  function showMatches(card) {
    const { ids: patterns } = JSON.parse(card.dataset.callback);
    const times = matches(patterns);
    const marks = instanceNumbers(times.flat()).map(instanceMark);
    const bound = marks.length ? "bound to " : "bound to plain ids";
    const found = patterns.some((pattern) => hasWild(pattern)) ? "matches " : bound;
    card.querySelector(".anatomy-matches").replaceChildren(times.length ? found : "matches nothing yet", ...marks);
  }

  const entries = [];
  let ran = 0;
  let errorTold;
  const known = new WeakSet();
  // By what was sent: what came back, as it came; and by its inputs, when it began and ended.
  const answers = new WeakMap();
  const times = new WeakMap();

  window.anatomyHooks = {
    layout_pre() {
      if (!document.getElementById("anatomy")) return;
      for (const card of document.querySelectorAll("[data-callback]")) {
        const callback = JSON.parse(card.dataset.callback);
        callbacks.set(callback.output, callback);
        if (callback.clientside) time(callback.clientside);
      }
      store = dash_stores[0];
      store.subscribe(look);
      addEventListener("click", (event) => event.target.closest("[data-anatomy-clear]") && clear());
    },
    request_pre: (payload) => times.set(payload.inputs, { began: performance.now() }),
    request_post: (payload, response) => answers.set(payload, response),
  };

  // Dash has no hook for a function in the browser: it looks it up at each call.
  function time({ namespace, function_name: name }) {
    const functions = window.dash_clientside?.[namespace];
    const run = functions?.[name];
    if (typeof run !== "function") return;
    functions[name] = function (...values) {
      const noted = { began: performance.now() };
      times.set(dash_clientside.callback_context.inputs_list, noted);
      const result = run.apply(this, values);
      if (typeof result?.then !== "function") noted.ended = performance.now();
      return result;
    };
  }

  // A fault of the log is told in the console, and the demo works without it.
  function look() {
    try {
      const state = store.getState();
      if (state.paths !== seen.paths || state.layout !== seen.layout) later();
      for (const run of state.callbacks.watched) {
        if (known.has(run.executionPromise)) continue;
        known.add(run.executionPromise);
        const entry = open(run, state);
        run.executionPromise.then((result) => close(entry, result));
      }
    } catch (error) {
      reportError(error);
    }
  }

  function open(run, state) {
    findIds(state);
    const callback = callbacks.get(run.callback.output);
    const [inputs, given, outputs] = [run.getInputs, run.getState, run.getOutputs].map((parts) => parts(state.paths).flat());
    const own = new Set(ids.map(({ id }) => key(id)));
    const all = [...inputs, ...given, ...outputs].map(({ id }) => id).filter((id) => own.has(key(id)));
    if (!callback || !all.length) return null;
    const valued = ({ id, property, path }) => ({ id, property, value: at(state.layout, [...path, "props", property]) });
    const entry = {
      callback,
      at: new Date(),
      began: performance.now(),
      // As they are numbered now: later the numbers may be others'.
      instances: instanceNumbers(all),
      trigger: Object.keys(run.changedPropIds),
      sent: sentBy({ inputs: inputs.map(valued), state: given.map(valued) }),
      returned: [],
      status: "running",
      words: run.callback.background ? "in the background" : "running",
    };
    entries.unshift(entry);
    for (const old of entries.splice(mostEntries)) old.element?.remove();
    ran += 1;
    later();
    return entry;
  }

  function sentBy({ inputs, state = [] }) {
    const named = (kind, given) => given.flat().map((part) => ({ kind, ...part }));
    return [...named("Input", inputs), ...named("State", state)];
  }

  // There is no payload where the server failed.
  async function close(entry, { data, error, payload }) {
    const { began, ended = performance.now() } = times.get(payload?.inputs) ?? {};
    // Of an exception Dash tells by a message on the page (`on_error`), with the status 200.
    const errorBefore = errorTold;
    const { paths, layout } = store.getState();
    errorTold = at(layout, paths.strs[callbackErrorId] ?? [])?.props?.children;
    const isError = Boolean(errorTold) && errorTold !== errorBefore;
    if (!entry) return;
    // Before Dash reads it; that of a status 400 it has read.
    const message = error instanceof Response ? (error.bodyUsed ? error.statusText : error.clone().text()) : String(error);
    // Dash goes on first.
    await new Promise((resolve) => setTimeout(resolve));
    entry.milliseconds = ended - (began ?? entry.began);
    entry.status = error || isError ? "failed" : "done";
    if (error) {
      entry.message = await message;
      entry.words = error.status ? `status ${error.status}` : payload ? "an exception in the browser" : "no answer";
    } else {
      const answer = answers.get(payload);
      entry.sent = sentBy(payload);
      entry.returned = returnedBy(answer ?? data);
      entry.words = isError ? "an exception on the server" : entry.returned.length ? "" : "no update";
      if (!entry.callback.clientside) measure(entry, payload, answer);
    }
    entry.changed = true;
    later();
  }

  function returnedBy(response) {
    return Object.entries(response).flatMap(([id, properties]) =>
      Object.entries(properties).map(([property, value]) => ({ id: parsed(id), property, value })),
    );
  }

  function measure(entry, payload, answer) {
    const length = (value) => (value ? new TextEncoder().encode(JSON.stringify(value)).length : 0);
    const [sent, back] = [length(payload), length(answer)];
    entry.bytes = `${size(sent)} sent, ${size(back)} back`;
    if (sent > longestKept) entry.sent = null;
    if (back > longestKept) entry.returned = null;
  }

  function summary({ callback, instances: numbers, trigger, returned, status, words, milliseconds, bytes }) {
    const top = element("span", "anatomy-run", ...numbers.map(instanceMark), code(callback.name));
    if (words) top.append(element("span", status === "failed" ? "anatomy-failed" : "anatomy-where", words));
    const took = status === "running" ? "…" : `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
    top.append(element("span", "anatomy-time", took));
    const ends = trigger.map((name) => [name, name.lastIndexOf(".")]);
    const triggers = ends.map(([name, end]) => `${written(parsed(name.slice(0, end)))}${name.slice(end)}`);
    const targets = returned?.map(({ id, property }) => `${written(id)}.${property}`) ?? ["a long answer"];
    const flow = `${triggers.join(", ") || "its components appeared"} → ${targets.join(", ") || "nothing"}`;
    const where = callback.clientside ? "in the browser, nothing sent" : (bytes ?? "on the server");
    return [top, element("span", "anatomy-flow", flow), element("span", "anatomy-where", where)];
  }

  // What is inside is made when it is asked for.
  function draw(entry) {
    if (!entry.element) {
      const made = element("details", "", element("summary", ""));
      made.addEventListener("toggle", () => draw(entry));
      entry.element = element("li", "", made);
    }
    const details = entry.element.firstChild;
    entry.element.dataset.status = entry.status;
    details.firstChild.replaceChildren(...summary(entry));
    if (details.children.length > 1) details.lastChild.remove();
    if (details.open) details.append(content(entry));
    entry.changed = false;
    return entry.element;
  }

  function content({ callback, at: moment, sent, returned, message, status }) {
    const line = (text) => element("dd", "", text);
    const listed = (values) => values?.map(valueRow) ?? [line("It is too long to be kept here.")];
    const given = element("dt", "", `${callback.clientside ? "Given" : "Sent"} at ${moment.toLocaleTimeString()}`);
    const back = message === undefined ? listed(returned) : [line(shortened(message))];
    if (!back.length) back.push(line(status === "running" ? "…" : "No update."));
    return element("dl", "", given, ...listed(sent), element("dt", "", "Returned"), ...back);
  }

  function valueRow({ kind, id, property, value }) {
    const named = kind ? [element("span", "anatomy-where", kind), " "] : [];
    return element("dd", "", ...named, code(`${written(id)}.${property}`), " = ", shortened(value));
  }

  function shortened(value) {
    const text = asText(value);
    if (text.length <= longestShown) return code(text);
    const line = text.replace(/\s+/g, " ").slice(0, longestShown);
    const details = element("details", "", element("summary", "", code(`${line} …`)));
    const whole = element("pre", "");
    whole.tabIndex = 0;
    details.addEventListener("toggle", () => whole.replaceChildren(text), { once: true });
    details.append(whole);
    return details;
  }

  // Of a value in the browser that is no JSON: what it calls itself.
  function asText(value) {
    try {
      return JSON.stringify(value, null, 1) ?? "undefined";
    } catch {
      return String(value);
    }
  }

  // One sentence when the reader has paused, of all that has run; nothing of what ran when the page loaded.
  let used = false;
  let told = 0;
  let pause;
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (used = true), { capture: true, once: true });

  function announce() {
    if (!used) told = ran;
    clearTimeout(pause);
    if (told === ran) return;
    pause = setTimeout(() => {
      document.getElementById("anatomy-status").textContent = counted(ran - told);
      told = ran;
    }, 2000);
  }

  function clear() {
    for (const entry of entries.splice(0)) entry.element?.remove();
    ran = told = 0;
    later();
  }

  // Showing waits until the callbacks at hand have been sent, and is done once for all of them.
  let [waiting, shown] = [null, ""];
  const later = () => (waiting ??= setTimeout(refresh, 60));

  function refresh() {
    waiting = null;
    findIds(store.getState());
    const found = JSON.stringify(ids);
    if (shown !== found) {
      shown = found;
      showIds(document.getElementById("anatomy-ids"));
      document.querySelectorAll("#anatomy [data-callback]").forEach(showMatches);
    }
    for (const entry of [...entries].reverse()) {
      if (!entry.element) document.getElementById("anatomy-log").prepend(draw(entry));
      else if (entry.changed) draw(entry);
    }
    const count = document.getElementById("anatomy-count");
    if (count) count.textContent = ran ? `: ${counted(ran)}` : "";
    announce();
  }
})();
