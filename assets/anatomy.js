// The section "Anatomy" of an example's page: the ids that are in the demo, the instances that each callback matches,
// and a log of the callbacks that run. The cards of the callbacks (`data-callback`) say which ones those are.
(function () {
  // Above and below: the demo, and its second instance.
  const roots = ["demo", "second-instance"];
  const mostEntries = 50;
  // Longer requests and answers are counted, and not kept.
  const longestKept = 100_000;
  const longestShown = 80;
  const callbackErrorId = "callback-error";

  const callbacks = new Map();
  // The numbers of those that are there, by component and aio_id: the lowest that were free when they appeared.
  let instances = new Map();
  const entries = [];
  const jobs = new Map();
  let ran = 0;

  // What is on the page.

  let store = null;
  let seen = {};
  let ids = [];

  function key(id) {
    return typeof id === "string" ? id : dash_component_api.stringifyId(id);
  }

  // By the renderer's own index of ids, which has components with and without an element, and some that are gone.
  function findIds() {
    const { paths, layout } = store?.getState() ?? {};
    if (!paths || (paths === seen.paths && layout === seen.layout)) return;
    seen = { paths, layout };
    const places = roots.map((root) => paths.strs[root]).filter(Boolean);
    const isInside = (path) =>
      places.some((place) => place.length < path.length && place.every((step, at) => step === path[at]));
    const found = Object.entries(paths.strs).map(([id, path]) => ({ id, path }));
    for (const [names, components] of Object.entries(paths.objs)) {
      const keys = names.split(",");
      for (const { values, path } of components) {
        found.push({ id: Object.fromEntries(keys.map((name, at) => [name, values[at]])), path });
      }
    }
    ids = found.filter((one) => isInside(one.path) && isThere(one)).sort((one, other) => inOrder(one.path, other.path));
    numberInstances();
  }

  function isThere({ id, path }) {
    const own = dash_component_api.getLayout(path)?.props?.id;
    return own !== undefined && key(own) === key(id);
  }

  function inOrder(one, other) {
    const at = one.findIndex((step, position) => step !== other[position]);
    if (at < 0) return -1;
    if (at === other.length) return 1;
    return typeof one[at] === "number" ? one[at] - other[at] : String(one[at]).localeCompare(String(other[at]));
  }

  function isOfInstance(id) {
    return typeof id === "object" && "aio_id" in id && "component" in id && "subcomponent" in id;
  }

  function instanceName(id) {
    return JSON.stringify([id.component, id.aio_id]);
  }

  // Those that are gone leave their numbers to others.
  function numberInstances() {
    const names = new Set(ids.filter(({ id }) => isOfInstance(id)).map(({ id }) => instanceName(id)));
    const known = [...instances].filter(([name]) => names.has(name));
    const taken = new Set(known.map(([, number]) => number));
    instances = new Map(known);
    for (const name of names) {
      if (instances.has(name)) continue;
      let number = 1;
      while (taken.has(number)) number += 1;
      taken.add(number);
      instances.set(name, number);
    }
  }

  function instanceNumber(id) {
    return instances.get(instanceName(id));
  }

  function instanceNumbers(someIds, numbers) {
    const found = new Set(someIds.filter(isOfInstance).map((id) => numbers.get(instanceName(id))));
    return [...found].sort((one, other) => one - other);
  }

  function wildcard(value) {
    return Array.isArray(value) ? value[0] : null;
  }

  function isWild(id, kind) {
    return typeof id === "object" && Object.values(id).some((value) => wildcard(value) && (!kind || wildcard(value) === kind));
  }

  // Whether a declared id takes in one that is there, where MATCH stands for the values given.
  function fits(pattern, id, values) {
    if (typeof pattern === "string" || typeof id === "string") return pattern === id;
    const names = Object.keys(pattern);
    return (
      names.length === Object.keys(id).length &&
      names.every((name) => {
        if (!(name in id)) return false;
        if (wildcard(pattern[name]) === "MATCH") return !values || values[name] === id[name];
        return wildcard(pattern[name]) !== null || pattern[name] === id[name];
      })
    );
  }

  // Each of the times that a callback is on the page: the ids that it then goes by.
  function matches(callback) {
    const dependencies = [...callback.inputs, ...callback.outputs, ...callback.state];
    const first = dependencies.find(({ id }) => isWild(id, "MATCH"));
    const choices = first ? ids.filter(({ id }) => fits(first.id, id)).map(({ id }) => id) : [undefined];
    return choices
      .map((values) => dependencies.map((one) => ids.filter(({ id }) => fits(one.id, id, values)).map(({ id }) => id)))
      .filter((found) => found.every((some, at) => some.length || isWild(dependencies[at].id, "ALL")))
      .map((found) => found.flat());
  }

  // Elements, always with their content as text.

  function element(tag, className, ...content) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  function code(text) {
    return element("code", "", text);
  }

  function instanceMark(number) {
    const mark = element("span", "anatomy-instance", String(number));
    mark.dataset.hue = number % 6;
    mark.prepend(element("span", "visually-hidden", "instance "));
    return mark;
  }

  function written(id) {
    return typeof id === "string" ? id : isOfInstance(id) ? id.subcomponent : JSON.stringify(id);
  }

  function showIds(place) {
    const table = element("table", "table table-sm");
    table.append(element("caption", "visually-hidden", "Ids in the demo"));
    for (const group of new Set(ids.map(({ id }) => groupOf(id)))) {
      const members = ids.filter(({ id }) => groupOf(id) === group);
      const [{ id }] = members;
      const head = element("th");
      head.colSpan = 2;
      head.scope = "rowgroup";
      if (isOfInstance(id)) {
        head.append(instanceMark(instanceNumber(id)), " ", id.component, ", aio_id ", code(JSON.stringify(id.aio_id)));
      } else {
        head.append(group);
      }
      const body = element("tbody", "", element("tr", "", head));
      for (const { id: one, path } of members) {
        const name = element("th", "", code(written(one)));
        name.scope = "row";
        body.append(element("tr", "", name, element("td", "", typeOf(path))));
      }
      table.append(body);
    }
    place.replaceChildren(ids.length ? table : element("p", "anatomy-note", "There is no id in the demo."));
  }

  function groupOf(id) {
    if (isOfInstance(id)) return instanceNumber(id);
    return typeof id === "string" ? "Plain ids, each on a page once" : "Other dictionary ids";
  }

  function typeOf(path) {
    const { namespace, type } = dash_component_api.getLayout(path);
    const short = { dash_core_components: "dcc", dash_html_components: "html" }[namespace] ?? namespace;
    return code(`${short}.${type}`);
  }

  function showMatches(card) {
    const callback = callbacks.get(JSON.parse(card.dataset.callback).output);
    const times = matches(callback);
    const marks = instanceNumbers(times.flat(), instances).map(instanceMark);
    const isPattern = [...callback.inputs, ...callback.outputs, ...callback.state].some(({ id }) => isWild(id));
    const text = !times.length ? "matches nothing yet" : isPattern ? "matches " : marks.length ? "bound to " : "bound to plain ids";
    card.querySelector(".anatomy-matches").replaceChildren(text, ...marks);
  }

  // The log.

  // What happens is noted as it happens, and looked at when Dash has gone on.
  function note() {
    findIds();
    return { at: new Date(), started: performance.now(), ids, instances, entry: null };
  }

  function open(noted, callback, where, request) {
    const own = new Set(noted.ids.map(({ id }) => key(id)));
    const inputs = request.inputs.flat().filter((part) => part?.id);
    const state = [request.state ?? []].flat(2).filter((part) => part?.id);
    const all = [...inputs, ...state, ...[request.outputs ?? []].flat(2)].map(({ id }) => id);
    if (!all.some((id) => own.has(key(id)))) return null;
    const entry = {
      callback,
      where,
      at: noted.at,
      // As they are numbered now: later the numbers may be others'.
      instances: instanceNumbers(all.filter((id) => own.has(key(id))), noted.instances),
      trigger: request.changedPropIds,
      sent: [
        ...inputs.map((part) => ({ kind: "Input", ...part })),
        ...state.map((part) => ({ kind: "State", ...part })),
      ],
      status: "running",
    };
    entries.unshift(entry);
    for (const old of entries.splice(mostEntries)) old.element?.remove();
    ran += 1;
    later();
    return entry;
  }

  function close(noted, result) {
    if (!noted.entry) return;
    Object.assign(noted.entry, { words: "", ...result, milliseconds: noted.ended - noted.started, changed: true });
    later();
  }

  function ended(noted, look) {
    noted.ended = performance.now();
    setTimeout(look);
  }

  function parts(response) {
    return Object.entries(response ?? {}).flatMap(([id, properties]) =>
      Object.entries(properties).map(([property, value]) => ({ id: id.startsWith("{") ? JSON.parse(id) : id, property, value })),
    );
  }

  function bytesOf(text) {
    return new TextEncoder().encode(text).length;
  }

  // A fault of the log is told in the console, and the demo works without it.
  function observed(observe) {
    try {
      return observe();
    } catch (error) {
      reportError(error);
      return null;
    }
  }

  // The server's callbacks.
  const send = window.fetch;
  window.fetch = function (address, options) {
    const answer = send.apply(this, arguments);
    const noted = observed(() => sending(String(address), options?.body));
    if (noted) {
      answer.then(
        (response) => (response.status === 200 ? overhear(noted, response) : refused(noted, response.clone())),
        () => ended(noted, () => close(noted, { status: "failed", words: "no answer" })),
      );
    }
    return answer;
  };

  function sending(address, body) {
    watchStore();
    if (!callbacks.size || typeof body !== "string" || !address.includes("/_dash-update-component")) return null;
    const noted = note();
    setTimeout(() => requested(noted, new URL(address, location.href).searchParams.get("job"), body));
    return noted;
  }

  function requested(noted, job, body) {
    // A callback in the background is asked for until it is done: all that is one entry.
    if (jobs.has(job)) {
      Object.assign(noted, jobs.get(job));
      return;
    }
    const request = JSON.parse(body);
    const callback = callbacks.get(request.output);
    if (callback) noted.entry = open(noted, callback, "server", request);
    if (!noted.entry) return;
    noted.entry.sentBytes = bytesOf(body);
    if (body.length > longestKept) noted.entry.sent = null;
  }

  // Dash reads its answer, and the log the same text. A copy of the answer would be read by way of a slower stream.
  function overhear(noted, response) {
    response.json = async () => {
      let text;
      try {
        text = await response.text();
      } catch (error) {
        ended(noted, () => close(noted, { status: "failed", words: "the answer broke off" }));
        throw error;
      }
      ended(noted, () => answered(noted, text));
      return JSON.parse(text);
    };
  }

  async function refused(noted, response) {
    const { status } = response;
    const message = await response.text().catch(() => "The answer broke off.");
    const returnedBytes = bytesOf(message);
    const result =
      status === 204
        ? { status: "done", words: "no update", returned: [], returnedBytes }
        : { status: "failed", words: `status ${status}`, message, returnedBytes };
    ended(noted, () => close(noted, result));
  }

  function answered(noted, text) {
    if (!noted.entry) return;
    const returnedBytes = bytesOf(text);
    if (text.length > longestKept) {
      close(noted, { status: "done", returned: null, returnedBytes });
      return;
    }
    const answer = asJson(text);
    if (!answer) {
      close(noted, { status: "failed", words: "the answer is no JSON", message: text, returnedBytes });
      return;
    }
    const { response, sideUpdate, job } = answer;
    if (job && response === undefined) {
      jobs.set(job, { entry: noted.entry, started: noted.started });
      close(noted, { status: "running", words: "in the background" });
      return;
    }
    for (const [name, { entry }] of jobs) if (entry === noted.entry) jobs.delete(name);
    const failed = sideUpdate && callbackErrorId in sideUpdate;
    const returned = [...parts(response), ...parts(sideUpdate)];
    const words = failed ? "an exception on the server" : returned.length ? "" : "no update";
    close(noted, { status: failed ? "failed" : "done", words, returned, returnedBytes });
  }

  function asJson(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  // Callbacks in the browser: Dash looks their function up at each call.
  function listenIn({ namespace, function_name: name }) {
    const functions = window.dash_clientside?.[namespace];
    const run = functions?.[name];
    if (typeof run !== "function") return;
    functions[name] = function (...values) {
      const context = dash_clientside.callback_context;
      const noted = observed(note);
      if (noted) setTimeout(() => calledInBrowser(noted, namespace, name, context));
      let result;
      try {
        result = run.apply(this, values);
      } catch (error) {
        if (noted) ended(noted, () => failedInBrowser(noted, error));
        throw error;
      }
      if (noted && typeof result?.then === "function") {
        result.then(
          (value) => ended(noted, () => returnedInBrowser(noted, context, value)),
          (error) => ended(noted, () => failedInBrowser(noted, error)),
        );
      } else if (noted) {
        ended(noted, () => returnedInBrowser(noted, context, result));
      }
      return result;
    };
  }

  function calledInBrowser(noted, namespace, name, context) {
    const outputs = [context.outputs_list ?? []].flat(2);
    const callback = [...callbacks.values()].find(
      ({ clientside, outputs: declared }) =>
        clientside?.namespace === namespace &&
        clientside.function_name === name &&
        outputs.every(({ id, property }) => declared.some((one) => one.property === property && fits(one.id, id))),
    );
    if (!callback) return;
    noted.entry = open(noted, callback, "browser", {
      inputs: context.inputs_list,
      state: context.states_list,
      outputs,
      changedPropIds: context.triggered.map(({ prop_id }) => prop_id),
    });
  }

  function returnedInBrowser(noted, context, result) {
    const single = !Array.isArray(context.outputs_list);
    const outputs = single ? [context.outputs_list] : context.outputs_list;
    const values = single ? [result] : result;
    const pairs = outputs.flatMap((output, at) =>
      Array.isArray(output) ? output.map((one, within) => [one, values?.[at]?.[within]]) : [[output, values?.[at]]],
    );
    const returned = pairs
      .filter(([output, value]) => output && value !== dash_clientside.no_update)
      .map(([{ id, property }, value]) => ({ id, property, value }));
    close(noted, { status: "done", words: returned.length ? "" : "no update", returned });
  }

  function failedInBrowser(noted, error) {
    if (error === dash_clientside.PreventUpdate) {
      close(noted, { status: "done", words: "no update", returned: [] });
    } else {
      close(noted, { status: "failed", words: "an exception in the browser", message: String(error) });
    }
  }

  function size(bytes) {
    return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
  }

  function triggers(entry) {
    if (!entry.trigger.length) return "its components appeared";
    return entry.trigger
      .map((name) => {
        const end = name.startsWith("{") ? name.lastIndexOf("}") + 1 : name.lastIndexOf(".");
        const id = name.startsWith("{") ? JSON.parse(name.slice(0, end)) : name.slice(0, end);
        return `${written(id)}${name.slice(end)}`;
      })
      .join(", ");
  }

  function summary(entry) {
    const top = element("span", "anatomy-run", ...entry.instances.map(instanceMark), code(entry.callback.name));
    const time = entry.status === "running" ? "…" : `${entry.milliseconds.toFixed(entry.milliseconds < 10 ? 1 : 0)} ms`;
    const words = entry.status === "running" && !entry.words ? "running" : entry.words;
    if (words) top.append(element("span", entry.status === "failed" ? "anatomy-failed" : "anatomy-where", words));
    top.append(element("span", "anatomy-time", time));
    const targets = entry.returned?.map(({ id, property }) => `${written(id)}.${property}`) ?? [];
    const flow = `${triggers(entry)} → ${targets.join(", ") || (entry.returned === null ? "a long answer" : "nothing")}`;
    const bytes =
      entry.where === "browser"
        ? "in the browser, nothing sent"
        : `${size(entry.sentBytes)} sent, ${entry.returnedBytes === undefined ? "…" : size(entry.returnedBytes)} back`;
    return [top, element("span", "anatomy-flow", flow), element("span", "anatomy-bytes", bytes)];
  }

  function show(entry) {
    const details = element("details", "", element("summary", "", ...summary(entry)));
    // What is inside is made when it is asked for.
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(content(entry));
    });
    entry.element = element("li", "", details);
    entry.element.dataset.status = entry.status;
    return entry.element;
  }

  function update(entry) {
    const details = entry.element.firstChild;
    entry.element.dataset.status = entry.status;
    details.firstChild.replaceChildren(...summary(entry));
    if (details.children.length > 1) details.lastChild.replaceWith(content(entry));
  }

  function content(entry) {
    const parts = element("dl", "");
    const at = entry.at.toLocaleTimeString();
    parts.append(element("dt", "", entry.where === "browser" ? `Given at ${at}` : `Sent at ${at}`));
    if (entry.sent === null) parts.append(element("dd", "", "It is too long to be kept here."));
    for (const part of entry.sent ?? []) parts.append(valueRow(part));
    parts.append(element("dt", "", "Returned"));
    if (entry.message !== undefined) parts.append(element("dd", "", shortened(entry.message)));
    else if (entry.returned === null) parts.append(element("dd", "", "It is too long to be kept here."));
    else if (!entry.returned?.length) parts.append(element("dd", "", entry.status === "running" ? "…" : "No update."));
    for (const part of entry.returned ?? []) parts.append(valueRow(part));
    return parts;
  }

  function valueRow({ kind, id, property, value }) {
    const row = element("dd", "");
    if (kind) row.append(element("span", "anatomy-where", kind), " ");
    row.append(code(`${written(id)}.${property}`), " = ", shortened(value));
    return row;
  }

  function shortened(value) {
    const text = asText(value);
    if (text.length <= longestShown) return code(text);
    const line = text.replace(/\s+/g, " ").slice(0, longestShown);
    const details = element("details", "", element("summary", "", code(`${line} …`)));
    details.addEventListener("toggle", () => {
      if (details.children.length > 1) return;
      const whole = element("pre", "", text);
      whole.tabIndex = 0;
      details.append(whole);
    });
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

  function showLog(list) {
    for (const entry of [...entries].reverse()) {
      if (!entry.element) list.prepend(show(entry));
      else if (entry.changed) update(entry);
      entry.changed = false;
    }
    const count = document.getElementById("anatomy-count");
    if (count) count.textContent = ran ? `: ${counted(ran)}` : "";
    announce();
  }

  function counted(number) {
    return `${number} ${number === 1 ? "callback" : "callbacks"} ran`;
  }

  // One sentence when the reader has paused, of all that has run; nothing of what ran when the page loaded.
  let used = false;
  let told = 0;
  let pause;
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (used = true), { capture: true, once: true });

  function announce() {
    if (!used) told = ran;
    if (told === ran) return;
    clearTimeout(pause);
    pause = setTimeout(() => {
      document.getElementById("anatomy-status").textContent = counted(ran - told);
      told = ran;
    }, 2000);
  }

  addEventListener("click", (event) => {
    if (!event.target.closest("[data-anatomy-clear]")) return;
    for (const entry of entries.splice(0)) entry.element?.remove();
    ran = told = 0;
    later();
  });

  // Showing waits until the callbacks at hand have been sent, and is done once for all of them.
  let waiting = false;
  let shown = "";
  function later(milliseconds = 60) {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      refresh();
    }, milliseconds);
  }

  function refresh() {
    const [place, list] = [document.getElementById("anatomy-ids"), document.getElementById("anatomy-log")];
    if (!callbacks.size && !place) return;
    findIds();
    // What the store has is on the page a little later.
    if (!place) {
      if (ids.length) later(100);
      return;
    }
    const found = JSON.stringify(ids);
    if (shown !== found || !place.firstChild) {
      shown = found;
      showIds(place);
      document.querySelectorAll("#anatomy [data-callback]").forEach(showMatches);
    }
    showLog(list);
  }

  function watchStore() {
    if (store || !window.dash_stores?.length) return;
    store = window.dash_stores[0];
    store.subscribe(() => {
      const { paths, layout } = store.getState();
      if (paths !== seen.paths || layout !== seen.layout) later();
    });
  }

  // When the page has been read, and before Dash asks for its layout.
  document.addEventListener(
    "readystatechange",
    () => {
      for (const card of document.querySelectorAll("[data-callback]")) {
        const callback = JSON.parse(card.dataset.callback);
        callbacks.set(callback.output, callback);
      }
      const functions = [...callbacks.values()].map(({ clientside }) => clientside).filter(Boolean);
      const names = new Map(functions.map((one) => [`${one.namespace}.${one.function_name}`, one]));
      names.forEach(listenIn);
    },
    { once: true },
  );
})();
