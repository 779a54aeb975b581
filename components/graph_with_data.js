// What a graph and its table tell each other, and the pictures; set up once a page, for all graphs on it.
(() => {
  const component = "GraphWithDataAIO";
  const none = () => dash_clientside.no_update;
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const element = (id) => document.getElementById(JSON.stringify(id, Object.keys(id).sort()));

  // Which part of which instance, of which property, set the callback off.
  function triggers() {
    return dash_clientside.callback_context.triggered.map(({ prop_id }) => {
      const end = prop_id.lastIndexOf(".");
      return { id: JSON.parse(prop_id.slice(0, end)), property: prop_id.slice(end + 1) };
    });
  }

  const drawn = (aio_id) =>
    element({ component, subcomponent: "graph", aio_id })?.querySelector(".js-plotly-plot");

  // What the table filters ------------------------------------------------------------------------------

  // A query's conditions that all have to hold, as they are written; the whole where it may have an "or".
  function conditions(query) {
    const parts = [];
    let start = 0, depth = 0, quote = null;
    for (let place = 0; place < query.length; place++) {
      const character = query[place];
      if (character === "\\") place++;
      else if (quote) quote = character === quote ? null : quote;
      else if (character === "{") quote = "}";
      else if (`"'\``.includes(character)) quote = character;
      else if (character === "(") depth++;
      else if (character === ")") depth--;
      else if (query.startsWith("||", place) || /^[\s)}'"`]or\s/i.test(query.slice(place - 1, place + 3))) {
        return [query.trim()];
      } else if (depth === 0) {
        const word = /^[\s)}'"`](&&|and(?=\s))/i.exec(query.slice(place - 1))?.[1];
        if (!place || !word) continue;
        parts.push(query.slice(start, place).trim());
        place += word.length - 1;
        start = place + 1;
      }
    }
    return [...parts, query.slice(start).trim()].filter(Boolean);
  }

  const SIGNS = {
    equals: "=", notEqual: "≠", lessThan: "<", lessThanOrEqual: "≤", greaterThan: ">", greaterThanOrEqual: "≥",
    notContains: "doesn't contain", startsWith: "starts with", endsWith: "ends with", blank: "is blank",
    notBlank: "isn't blank", inRange: "from",
  };

  function told(column, model) {
    if (model.conditions) {
      return model.conditions.map((one) => told(column, one)).join(` ${model.operator.toLowerCase()} `);
    }
    const first = model.filter ?? model.dateFrom, second = model.filterTo ?? model.dateTo;
    const end = model.type === "inRange" ? ` to ${second}` : "";
    return [column, SIGNS[model.type] ?? model.type, first ?? ""].join(" ").trim() + end;
  }

  // By what a chip is known by: what it says.
  function tableParts(filter) {
    const parts = {};
    if (filter?.filter_query) {
      conditions(filter.filter_query).forEach((text, index) => { parts[`query ${index}`] = text; });
    }
    for (const [column, model] of Object.entries(filter?.view?.filterModel ?? {})) {
      parts[`column ${column}`] = told(column, model);
    }
    if (filter?.view?.quickFilter) parts.words = filter.view.quickFilter;
    return parts;
  }

  // Have the table filter without one of its parts, or without any of them.
  function unfilter(aio_id, filter, without) {
    const keeps = (name) => without !== null && name !== without;
    if (filter?.view) {
      const model = Object.entries(filter.view.filterModel ?? {}).filter(([column]) => keeps(`column ${column}`));
      const grid = { component: "AgGridAIO", subcomponent: "grid", aio_id };
      dash_clientside.set_props(grid, { filterModel: Object.fromEntries(model) });
      if (!keeps("words")) {
        const words = { component: "AgGridAIO", subcomponent: "quick_filter", aio_id };
        if (element(words)) dash_clientside.set_props(words, { value: "" });
      }
    } else if (filter?.filter_query) {
      const left = Object.entries(tableParts(filter)).filter(([name]) => keeps(name)).map(([, text]) => text);
      const table = { component: "DataTableAIO", subcomponent: "datatable", aio_id };
      dash_clientside.set_props(table, { filter_query: left.join(" && ") });
    }
  }

  // What the chart selects ------------------------------------------------------------------------------

  const MAX_VALUES = 1000;
  const date = (value) => typeof value === "string" ? value.replace(/^(\d{4}-\d\d)$/, "$1-01") : value;
  const different = (values) => [...new Set(values)].filter((value) => value !== undefined).slice(0, MAX_VALUES);

  // A box over numbers or dates is a range of them; over categories it is these, as is a click on one.
  function selected(aio_id, data, store) {
    const plot = drawn(aio_id), selects = store?.selects ?? {};
    const outline = plot?.layout.selections?.at(-1);
    const isBox = outline?.type === "rect";
    const points = data?.points ?? [];
    if (!data || (!points.length && !isBox)) return [];
    const found = [];
    for (const axis of ["x", "y"]) {
      const column = selects[axis];
      if (!column) continue;
      const name = (outline?.[`${axis}ref`] ?? axis).replace(/^[xy]/, "$&axis");
      const isCategory = plot._fullLayout[name]?.type?.endsWith("category");
      if (isBox && !isCategory && store.ranges.includes(column)) {
        const range = [outline[`${axis}0`], outline[`${axis}1`]];
        const [from, to] = range.sort((one, other) => (one > other) - (one < other)).map(date);
        found.push({ column, from, to });
      } else if (isBox || (isCategory && !selects.point)) {
        found.push({ column, values: different(points.map((point) => point[axis])) });
      }
    }
    if (selects.point && (!isBox || !found.length)) {
      const values = different(points.map(({ customdata }) => [customdata].flat()[0]));
      found.push({ column: selects.point, values });
    }
    return found;
  }

  // What was selected stays so in a figure that is drawn anew.
  function show(figure) {
    const { aio_id } = dash_clientside.callback_context.outputs_list.id;
    const last = drawn(aio_id)?.layout;
    if (!last?.selections?.length) return figure;
    return { ...figure, layout: { ...figure.layout, selections: last.selections.slice(-1) } };
  }

  // A click in the legend hides what it names.
  const hidden = (plot) => plot.data.flatMap(({ visible }, index) => (visible === "legendonly" ? [index] : []));

  function withoutHidden(aio_id, store) {
    const plot = drawn(aio_id), column = store?.selects?.legend;
    const names = plot && column ? different(hidden(plot).map((index) => plot.data[index].name)) : [];
    return names.length ? [{ column, without: names }] : [];
  }

  const short = (value) => typeof value === "number" ? Number(value.toPrecision(4)).toLocaleString()
    : String(value).replace(/ 00:00.*$/, "").slice(0, 40);

  function saying({ column, values, without, from, to }) {
    if (without) return `${column} without ${without.map(short).join(", ")}`;
    if (!values) return `${column} ${short(from)} to ${short(to)}`;
    if (values.length > 3) return `${column}: ${values.length.toLocaleString()} selected`;
    return `${column}: ${values.map(short).join(", ") || "none"}`;
  }

  // A condition as it is read: "{year} s> 60" is what the table writes for "> 60" below the column.
  const plain = (query) => query.replace(/\{((?:\\.|[^}])*)\}/g, "$1")
    .replace(/ [si](?=(?:[<>=!]|contains|datestartswith))/g, " ");

  function clear(aio_id, part) {
    const plot = drawn(aio_id);
    if (!plot) return;
    if (part !== "legend") {
      dash_clientside.set_props({ component, subcomponent: "graph", aio_id }, { selectedData: null });
      window.Plotly.restyle(plot, { selectedpoints: [null] });
      window.Plotly.relayout(plot, { selections: [] });
    }
    if (part !== "marks" && hidden(plot).length) window.Plotly.restyle(plot, { visible: true }, hidden(plot));
  }

  // One truth ---------------------------------------------------------------------------------------------

  const watched = new WeakSet();

  // Its width is told when it has one, and when that changes.
  function watchRoom(aio_id) {
    const graph = element({ component, subcomponent: "graph", aio_id });
    if (!graph || watched.has(graph)) return;
    watched.add(graph);
    new ResizeObserver(() => {
      const room = 80 * Math.floor(graph.clientWidth / 80);
      if (room) dash_clientside.set_props({ component, subcomponent: "room", aio_id }, { data: room });
    }).observe(graph);
  }

  // A button that is pressed goes away: the tab that is open has the focus then.
  function focusTab(aio_id) {
    element({ component, subcomponent: "tabs", aio_id })?.querySelector(".active")?.focus();
  }

  function chip(aio_id, index, text) {
    return {
      namespace: "dash_bootstrap_components",
      type: "Button",
      props: {
        id: { component, subcomponent: "chip", aio_id, index },
        children: `${text} ✕`,
        title: `Take back: ${text}`,
        color: "secondary",
        outline: true,
        size: "sm",
        n_clicks: 0,
        class_name: "aio-button aio-chip",
      },
    };
  }

  function link(filter, data, legend, reset, chips, tab, theme, store, room, view) {
    const self = dash_clientside.callback_context.outputs_list[0].id;
    const { aio_id } = self;
    for (const { id, property } of triggers()) {
      if (property !== "n_clicks") continue;
      const clicked = id.subcomponent === "reset" ? reset
        : dash_clientside.callback_context.inputs_list[4].find((one) => one.id.index === id.index)?.value;
      if (!clicked) continue;
      const part = id.subcomponent === "reset" ? null : id.index;
      if (part === null || !["marks", "legend"].includes(part)) unfilter(aio_id, filter, part);
      if (part === null || ["marks", "legend"].includes(part)) clear(aio_id, part);
      if (part === null || part === "marks") data = null;
      focusTab(aio_id);
    }
    const outlines = drawn(aio_id)?.layout.selections;
    if (outlines?.length > 1) window.Plotly.relayout(drawn(aio_id), { selections: outlines.slice(-1) });
    const marks = selected(aio_id, data, store), left = withoutHidden(aio_id, store);
    const key = [store?.df, store?.part, store?.version];
    const asks = (name) => store?.asks?.includes(name);
    watchRoom(aio_id);
    const asked = {
      filter: filter ?? {},
      key,
      theme: asks("theme") ? theme : null,
      width: asks("width") ? room : null,
    };
    const next = { filter: asked.filter, within: [...marks, ...left] };
    const parts = tableParts(filter);
    const shown = [
      ...Object.entries(parts).map(([name, text]) => chip(aio_id, name, plain(text))),
      ...(marks.length ? [chip(aio_id, "marks", marks.map(saying).join(", "))] : []),
      ...left.map((one) => chip(aio_id, "legend", saying(one))),
    ];
    const isOpen = ["chart", "download"].includes(tab) && (theme || !asks("theme")) && (room || !asks("width"));
    const before = dash_clientside.callback_context.states_list;
    const old = before.find((one) => one.id.subcomponent === "asked")?.value;
    return [
      same(next, view) ? none() : next,
      !isOpen || same(asked, old) ? none() : asked,
      shown,
      !shown.length,
    ];
  }

  // The table, when it is looked at first; from then on it is told what the chart selects.
  function open(tab, layout, view, store, there) {
    mendTabs();
    if (tab !== "table" || there) return none();
    const [own, ...others] = layout.table.props.children;
    const data = narrowed(view, store, own.props.data);
    const children = [{ ...own, props: { ...own.props, data } }, ...others];
    return { ...layout.table, props: { ...layout.table.props, children } };
  }

  const PLACE = ["df", "part", "columns", "saved_in", "version", "by_row"];

  function narrowed(view, store, own) {
    const place = Object.fromEntries(PLACE.filter((name) => name in store).map((name) => [name, store[name]]));
    return { ...own, ...place, within: view?.within ?? [] };
  }

  function narrow(view, store, own) {
    const next = narrowed(view, store, own);
    return Object.keys(next).every((name) => same(next[name], own[name])) ? none() : next;
  }

  // What is written into a file: what the table shows, or all of it.
  function exported(store, rows, view) {
    const { filter, within } = rows === "all" ? { filter: {}, within: [] } : view;
    return { ...filter, store: { ...store, within }, columns: store.columns.map((id) => ({ id })) };
  }

  // Tabs by keyboard: those of react-bootstrap can't be reached by it, and don't say which one is open.
  function mendTabs() {
    for (const list of document.querySelectorAll(`[role=tablist][id*='"${component}"']`)) {
      const panes = list.parentElement.querySelectorAll(":scope > .tab-content > [role=tabpanel]");
      const tabs = [...list.querySelectorAll("[role=tab]")];
      tabs.forEach((tab, index) => {
        const isOpen = tab.classList.contains("active");
        tab.parentElement.setAttribute("role", "presentation");
        tab.setAttribute("aria-selected", isOpen);
        tab.setAttribute("tabindex", isOpen ? 0 : -1);
        tab.id = `${panes[index].id}-tab`;
        tab.setAttribute("aria-controls", panes[index].id);
        panes[index].setAttribute("aria-labelledby", tab.id);
      });
      if (list.dataset.mended) continue;
      list.dataset.mended = "yes";
      list.addEventListener("keydown", (event) => {
        const place = tabs.indexOf(document.activeElement);
        const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: -1 }[event.key];
        if (place < 0 || next === undefined) return;
        event.preventDefault();
        const tab = tabs.at(next % tabs.length);
        tab.click();
        tab.focus();
      });
      new MutationObserver(mendTabs).observe(list, { subtree: true, attributeFilter: ["class"] });
    }
  }

  // Pictures ------------------------------------------------------------------------------------------------

  const escaped = (text) => text.replace(/[&<>"]/g, (found) => `&#${found.charCodeAt(0)};`);

  function lines(text, font, width) {
    const context = document.createElement("canvas").getContext("2d");
    context.font = font;
    const found = [];
    for (const word of (text ?? "").split(/\s+/).filter(Boolean)) {
      const longer = `${found.at(-1) ?? ""} ${word}`.trim();
      if (found.length && context.measureText(longer).width <= width) found[found.length - 1] = longer;
      else found.push(word);
    }
    return found;
  }

  // The chart's, or what the page has behind it.
  function backgroundOf(plot) {
    const isThere = (color) => color && !/^transparent$|, ?0\)$/.test(color);
    if (isThere(plot._fullLayout.paper_bgcolor)) return plot._fullLayout.paper_bgcolor;
    for (let place = plot; place; place = place.parentElement) {
      const { backgroundColor } = getComputedStyle(place);
      if (isThere(backgroundColor)) return backgroundColor;
    }
    return "Canvas";
  }

  // Title above and note and credit below, in the chart's own font and colours.
  async function composed(plot, texts, width, height) {
    const full = plot._fullLayout;
    const family = full.font.family, color = full.font.color, background = backgroundOf(plot);
    const edge = 16;
    const block = (text, size, weight) => ({
      size, weight, lines: lines(text, `${weight} ${size}px ${family}`, width - 2 * edge),
    });
    const title = block(plot.layout.title?.text ? "" : texts.title, 20, 600);
    const below = [block(texts.note, 12, 400), block(texts.credit, 12, 400)];
    const room = (one) => one.lines.length * one.size * 1.35;
    const above = room(title) && room(title) + edge;
    const under = below.reduce((sum, one) => sum + room(one), 0);
    const inner = height - above - (under && under + edge);
    if (inner < 100) throw new Error("the picture is too low for its title and note");
    const { data, layout } = plot;
    const picture = await window.Plotly.toImage(
      { data, layout: { ...layout, autosize: false } }, { format: "svg", width, height: inner },
    );
    const chart = decodeURIComponent(picture.slice(picture.indexOf(",") + 1));
    const written = [];
    let y = edge / 2;
    const write = (one) => one.lines.forEach((line) => {
      y += one.size * 1.35;
      written.push(`<text x="${edge}" y="${y - one.size * 0.3}" font-size="${one.size}"`
        + ` font-weight="${one.weight}" fill="${escaped(color)}">${escaped(line)}</text>`);
    });
    write(title);
    y = above + inner;
    below.forEach(write);
    const placed = chart.replace("<svg ", `<svg x="0" y="${above}" `);
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"`
      + ` viewBox="0 0 ${width} ${height}" font-family="${escaped(family)}">`
      + `<rect width="100%" height="100%" fill="${escaped(background)}"/>${placed}${written.join("")}</svg>`;
  }

  function save(content, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function rasterised(svg, width, height) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * width, 2 * height];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  async function picture(png, svg, width, height, store) {
    const { aio_id, subcomponent } = dash_clientside.callback_context.triggered_id;
    const plot = drawn(aio_id);
    if (!plot?._fullLayout) return "There is no chart yet: open the tab Chart first.";
    if (![width, height].every((size) => Number.isInteger(size) && size >= 200 && size <= 4000)) {
      return "Width and height are whole numbers from 200 to 4,000.";
    }
    try {
      const content = await composed(plot, store, width, height);
      if (subcomponent === "png") save(await rasterised(content, width, height), `${store.name}.png`);
      else save(new Blob([content], { type: "image/svg+xml" }), `${store.name}.svg`);
      return "";
    } catch (error) {
      return `The picture couldn't be made (${error.message}).`;
    }
  }

  // Where a page has no Bootstrap: ":where" weighs nothing, so that any rule of the app's wins.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :where(.aio-graph-with-data) :where(.nav-tabs) {
      display: flex; gap: 4px; margin: 0 0 8px; padding: 0; list-style: none; border-bottom: 1px solid gray;
    }
    :where(.aio-graph-with-data) :where(.nav-link) {
      display: block; padding: 8px 12px; color: inherit; text-decoration: none;
    }
    :where(.aio-graph-with-data) :where(.nav-link.active) { box-shadow: inset 0 -3px currentcolor }
    :where(.aio-graph-with-data .tab-content > .tab-pane:not(.active)) { display: none }
    :where(.aio-graph-with-data) :where(.btn) {
      min-height: 32px; padding: 4px 10px; border: 1px solid gray; border-radius: 6px;
      background: none; color: inherit; font: inherit; cursor: pointer;
    }
    :where(.aio-graph-with-data .aio-chips) { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0 }
    :where(.aio-graph-with-data .aio-chips[hidden]) { display: none }
    :where(.aio-graph-with-data .aio-chip) { max-width: 100%; overflow-wrap: anywhere; text-align: start }
    .aio-graph-with-data .aio-room:not(:has(.main-svg)) {
      border-radius: 6px;
      background: var(--bs-tertiary-bg, color-mix(in srgb, CanvasText 8%, Canvas));
    }
    @media (prefers-reduced-motion: no-preference) {
      .aio-graph-with-data .aio-room:not(:has(.main-svg)) { animation: aio-wait 1s ease-in-out infinite alternate }
    }
    @keyframes aio-wait { to { opacity: 0.4 } }
    .aio-graph-with-data .aio-button:not(:hover) {
      color: var(--bs-body-color, CanvasText);
      border-color: var(--bs-secondary-color, gray);
    }
    @media print {
      .aio-graph-with-data [role=tablist], .aio-graph-with-data .modebar { display: none }
      .aio-graph-with-data { break-inside: avoid }
    }
  `);
  document.adoptedStyleSheets.push(sheet);

  window.dash_clientside.GraphWithDataAIO = { show, open, narrow, exported, picture };
  return link;
})()
