/* What AgGridAIO does in the browser: it keeps the grid from standing still, and remembers what is selected.
 *
 * AG Grid asks for one block of rows at a time, and waits for its answer before it asks for another. So a request
 * is closed here when its rows aren't wanted any more, and when no answer has come: the grid then asks again.
 *
 * What is selected are positions in the frame, or all rows of a view but some: AG Grid forgets rows that it lets go.
 *
 * The value of this file is a function, which Dash calls when a grid has asked for rows, when the app has given it
 * other data or another selection, and when the reader has typed into the quick filter, or pressed a button of the
 * selection. `answered` is another: Dash would call one function for both only once the answer has come.
 */
(() => {
  const FIRST_RETRY = 1000; // ms, doubled each time
  const LAST_RETRY = 30000;
  const PATIENCE = 400; // ms that a grid without rows waits for them before it says so

  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  // Integers beyond those that a number holds are sent as text.
  functions.aioBigInt = ({ data, colDef }) => {
    const value = data?.[colDef.field];
    return value === null || value === undefined ? null : BigInt(value);
  };

  const grids = new Map(); // what is known of each, by its id

  // Dash's own way to write an id.
  const text = (id) => JSON.stringify(id, Object.keys(id).sort());

  // Whether the grid is on the page: in tabs, it leaves with what it was asked, and comes back as another.
  const stands = ({ api }) => api && !api.isDestroyed();

  // Whatever has come of its request, the grid doesn't wait any more.
  function settle(grid) {
    grid.request = null;
    clearTimeout(grid.timer);
    clearTimeout(grid.patience);
    if (stands(grid)) grid.api.setGridOption("loading", false);
  }

  function close(grid) {
    const { request } = grid;
    settle(grid);
    if (!request) return;
    request.failCallback();
    // A late answer would be given to the request that dash-ag-grid has seen last, which may be this one.
    request.successCallback = request.failCallback = () => {};
  }

  function refresh(grid) {
    close(grid);
    if (stands(grid)) grid.api.refreshInfiniteCache();
  }

  function retry(grid) {
    clearTimeout(grid.retrying);
    grid.retrying = setTimeout(() => refresh(grid), grid.wait);
    grid.wait = Math.min(2 * grid.wait, LAST_RETRY);
  }

  const isSelected = ({ all, rows, except }, { aio_row: row, aio_all }) =>
    all ? aio_all !== false && !except.has(row) : rows.has(row);

  // Have the grid's boxes show the selection, of the rows that have come.
  function mark(grid) {
    if (!stands(grid) || !grid.api.getGridOption("rowSelection")) return;
    grid.api.forEachNode((node) => {
      if (!node.data || node.id === undefined || node.stub) return; // it is on its way
      const marked = grid.marked.get(node);
      // What the reader has just done, which AG Grid tells of after what it told of before, is still to be remembered.
      if (marked?.id === node.id && marked.selected !== node.isSelected()) return;
      const selected = isSelected(grid.selection, node.data);
      if (node.isSelected() !== selected) node.setSelected(selected, false, "api");
      grid.marked.set(node, { id: node.id, selected: node.isSelected() });
    });
  }

  function remember(grid, { node, source }) {
    if (source === "api" || !node.data) return; // "api": by `mark`
    const { selection } = grid;
    grid.marked.set(node, { id: node.id, selected: node.isSelected() });
    const row = node.data.aio_row;
    const chosen = selection.all ? selection.except : selection.rows;
    if (node.isSelected() === !selection.all) {
      if (grid.api.getGridOption("rowSelection").mode === "singleRow") chosen.clear();
      chosen.add(row);
    } else {
      chosen.delete(row);
    }
    clearTimeout(grid.telling);
    grid.telling = setTimeout(() => stands(grid) && tell(grid));
  }

  // What the app gets, and may set.
  function tell(grid) {
    const { all, rows, except } = grid.selection;
    const data = { df: grid.df, rows: [...rows], all, except: [...except] };
    grid.told = JSON.stringify(data);
    dash_clientside.set_props(grid.selectionId, { data });
  }

  function select(grid, { rows, all, except } = {}) {
    grid.selection = { rows: new Set(rows), all: all ?? null, except: new Set(except) };
    mark(grid);
  }

  function watch(grid, request, seconds) {
    const api = dash_ag_grid.getApi(text(grid.id));
    if (grid.api !== api) {
      grid.api = api;
      grid.marked = new WeakMap(); // a row's id, and whether its box was checked when it was last looked at
      for (const event of ["filterChanged", "sortChanged"]) api.addEventListener(event, () => close(grid));
      api.addEventListener("rowSelected", (event) => remember(grid, event));
      api.addEventListener("modelUpdated", () => mark(grid));
    }
    settle(grid);
    grid.request = request;
    grid.patience = setTimeout(() => {
      const isEmpty = stands(grid) && !grid.api.getRenderedNodes().some(({ data }) => data);
      if (isEmpty) grid.api.setGridOption("loading", true);
    }, PATIENCE);
    grid.timer = setTimeout(() => {
      close(grid);
      if (!stands(grid)) return;
      dash_clientside.set_props(grid.unanswered, { hidden: false });
      retry(grid);
    }, 1000 * seconds);
  }

  // Gives whether what says that the server doesn't answer is hidden.
  function answered(answer, id) {
    const grid = grids.get(text(id));
    if (!answer || !grid) return dash_clientside.no_update;
    if (answer.counted) {
      if (stands(grid)) grid.api.setRowCount(answer.count, true);
      return dash_clientside.no_update;
    }
    settle(grid);
    if (answer.retry) retry(grid);
    else grid.wait = FIRST_RETRY;
    return true;
  }
  window.dash_clientside.AgGridAIO = { answered };

  return function follow(request, store, quick_filter, selection, all, none, view) {
    const { no_update, callback_context: context } = dash_clientside;
    const changed = (end) => context.triggered.some(({ prop_id }) => prop_id.endsWith(end));
    const [{ id }, , , { id: selectionId }] = context.inputs_list;
    const unanswered = context.outputs_list.id;
    if (!grids.has(text(id))) grids.set(text(id), { id, selectionId, unanswered, wait: FIRST_RETRY });
    const grid = grids.get(text(id));
    const key = store.part ?? store.df;
    const df = store.version ? key + store.version : key; // of a database, what a key leads to may change
    // Another than was told last: the app has set it, or the grid has left the page and come back without one.
    if (!grid.selection || JSON.stringify(selection) !== grid.told) {
      grid.told = JSON.stringify(selection);
      // Of other data, positions mean nothing.
      select(grid, [df, undefined, null].includes(selection?.df) ? (selection ?? {}) : {});
    }

    if (grid.df !== undefined && grid.df !== df) {
      grid.df = df;
      select(grid);
      tell(grid);
      refresh(grid);
    }
    grid.df = df;
    const sought = quick_filter || "";
    if (grid.sought !== undefined && grid.sought !== sought) {
      close(grid);
      if (stands(grid)) grid.api.purgeInfiniteCache();
    }
    grid.sought = sought;
    if (changed(".getRowsRequest") && request) watch(grid, request, store.timeout);
    if (changed('"subcomponent":"select_all"}.n_clicks') || changed('"subcomponent":"clear_selection"}.n_clicks')) {
      const { filterModel, quickFilter } = view ?? {};
      if (stands(grid)) grid.api.forEachNode(({ data }) => data && (data.aio_all = true));
      select(grid, changed('"subcomponent":"select_all"}.n_clicks') ? { all: { filterModel, quickFilter } } : {});
      tell(grid);
    }
    return no_update;
  };
})()
