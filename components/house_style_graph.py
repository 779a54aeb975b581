"""`HouseStyleGraphAIO`: names of columns in, a graph out that could be published, in one style."""

from __future__ import annotations

import uuid
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

from dash import MATCH, ClientsideFunction, Input, Output, clientside_callback, dcc, html

from .graphs.chart import Chart, Kind, chart
from .graphs.drawing import drawing
from .graphs.house_style import STYLE
from .graphs.page_theme import PAGE_THEME
from .graphs.style import Style, Theme
from .graphs.told import alternative

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from narwhals.typing import IntoDataFrame

WIDTHS = (280, 360, 480, 600, 720, 900, 1100)
"""From which widths in pixels on a graph is laid out anew."""

# What a page has once, however many graphs stand on it: their widths, and how a figure becomes what is drawn.
SCRIPT = """
window.dash_clientside.HouseStyleGraphAIO = (() => {
  const widths = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const told = target.querySelector(`[id*='"subcomponent":"width"']`);
      const value = target.clientWidth;
      // Of what is hidden, or gone from the page, there is nothing to tell.
      if (!value || told.getAttribute("value") === String(value)) continue;
      dash_clientside.set_props(JSON.parse(told.id), { value });
    }
  });

  function begin(id) {
    // As Dash writes an id into the page: its keys in order.
    const place = document.getElementById(JSON.stringify(id, Object.keys(id).sort())).parentElement;
    widths.observe(place);
    return [pageThemeAIO.theme(), place.clientWidth || dash_clientside.no_update];
  }

  function change(figure, changes) {
    for (const [path, value] of changes) {
      const last = path.at(-1);
      const part = path.slice(0, -1).reduce((at, name) => at[name], figure);
      if (value === null) delete part[last];
      else part[last] = value;
    }
  }

  function fitting(drawn, width) {
    return drawn.widths.findLast(([from]) => from <= width) ?? drawn.widths[0];
  }

  // The room is there before Plotly is.
  function reserve(drawn, width) {
    if (!drawn || !width) return dash_clientside.no_update;
    return { overflow: "hidden", height: fitting(drawn, width)[1] };
  }

  function draw(drawn, theme, width) {
    if (!drawn || !theme || !width) return [dash_clientside.no_update, dash_clientside.no_update];
    const figure = structuredClone(drawn.figure);
    change(figure, fitting(drawn, width)[2]);
    change(figure, drawn.themes[theme] ?? []);
    figure.layout.width = width;
    return [figure, drawn.alt];
  }

  return { begin, reserve, draw };
})();
"""

# Until it is drawn, a graph is nothing but room.
EMPTY = {
    "data": [],
    "layout": {
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    },
}

# The subcomponents' properties that are not the caller's to set, and why.
OWNED = {
    "id": "makes each id of aio_id",
    "figure": "draws it of df",
    "responsive": "lays the figure out for each width itself",
}


def house_style_figure(  # noqa: PLR0913  what a chart consists of
    df: IntoDataFrame,
    kind: Kind = "line",
    *,
    x: str,
    y: str,
    by: str | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    credit: str | None = None,
    unit: str | Mapping[str, str] | None = None,
    style: Style | None = None,
    theme: Theme = "light",
    width: int = 720,
) -> go.Figure:
    """Draw what `HouseStyleGraphAIO` shows as a plotly figure, in one theme and for one width.

    Parameters
    ----------
    df : dataframe
        As that of `HouseStyleGraphAIO`, like the arguments that aren't told of here.
    kind : str, default "line"
        "line", "bar", "stacked bar", "scatter" or "small multiples".
    x, y : str
        The columns of positions and values.
    by : str, optional
        The column of categories. Default: there is one series.
    title, subtitle, credit : str, optional
        What stands above and below. Default: nothing, where the style allows it.
    unit : str or dict, optional
        The values' unit. Default: none is told.
    style : Style, optional
        What it is drawn by. Default: `STYLE`.
    theme : str, default "light"
        "light" or "dark".
    width : int, default 720
        For which width in pixels it is laid out: how its texts are wrapped, and how high it is. A width isn't
        part of the figure, which fills what room it is given.

    Raises
    ------
    TypeError
        If an argument, or what a column holds, is of the wrong type.
    ValueError
        If one can't be drawn; the message says why.
    """
    _check_style(style)
    if theme not in get_args(Theme):
        raise ValueError(f"theme has to be 'light' or 'dark', not {theme!r}.")
    if not isinstance(width, int) or not 200 <= width <= 5000:
        raise ValueError(f"width has to be a whole number of pixels from 200 to 5000, not {width!r}.")
    import plotly.graph_objects as go  # noqa: PLC0415  for whoever draws

    style = style or STYLE
    _warn_of(style)
    texts = {"title": title, "subtitle": subtitle, "credit": credit}
    return go.Figure(drawing(chart(df, kind, (x, y, by), texts, unit, style), style, theme, width))


class HouseStyleGraphAIO(html.Div):
    """A `dcc.Graph` of a dataframe's columns, drawn by an organisation's style and ready to be published.

    Title, subtitle, credit and logo are in the figure, so that downloaded pictures have them; so are the
    names of lines, at their ends. The page's theme and the graph's width are followed in the browser, without
    a request: the theme is `data-bs-theme` of the page's root element, which `ThemeSwitchAIO` sets, and
    without one what the system prefers.

    Parameters
    ----------
    df : dataframe
        One of pandas, Polars or PyArrow, with a row for each value; it is not changed. Lines and columns are
        drawn in the order of x, whatever that of the rows; bars with names from the longest to the shortest.
        Of more than 50,000 rows, or 100 bars with names, a warning is given.
    kind : str, default "line"
        "line" is y over x, which are dates or numbers; a missing y is a gap. "bar" is from zero: columns
        where x are dates or numbers, lying bars with names where x is text; with `by`, several side by side.
        "stacked bar" is the parts `by` of a whole, none of them negative. "scatter" is a point for each row.
        "small multiples" is a panel with a line for each category of `by`, at most 24, all on the same axes.
    x, y : str
        The columns of positions and values.
    by : str, optional
        The column of categories, which have the style's colours in the order in which they appear. Of more
        than the style has colours for, the rest is drawn in grey as "Other", with a warning: lines and points
        as they are, stacked bars as their sum, others as their mean. Default: there is one series.
    title : str, optional
        The main point, in a sentence. Default: none, where the style allows it.
    subtitle : str, optional
        What is shown, where and when. Default: none.
    credit : str, optional
        Where the data is from, without "Source". Default: none, where the style allows it.
    unit : str or dict, optional
        The values' unit: a symbol such as "%" or "$" stands at each number, words above the axis. A dict has
        one for each category; different ones on one axis are refused. Default: none is told.
    style : Style, optional
        What it is drawn by. Default: `STYLE`, a neutral one. Where `Style.check` finds something, a warning
        tells the worst of it.
    alt : str, optional
        What a screen reader says of it. Default: what it is, from where to where, and of the first four
        series the first, last, lowest and highest value and the trend.
    theme : str, default "auto"
        "light", "dark", or "auto" for the page's.
    graph_props : dict, optional
        Properties for the `dcc.Graph`.
    aio_id : str or int, optional
        The `aio_id` of the subcomponents' `ids`, for callbacks of your own. Default: a new uuid.

    Raises
    ------
    TypeError
        If an argument, or what a column holds, is of the wrong type: text where numbers belong, for example.
    ValueError
        If a column isn't there or there are no rows, if values are beyond 1e50, missing where there is no gap
        to show, or there twice for an x and category, if several units are on one axis, the title or credit
        is lacking that the style needs, or `graph_props` holds a property that the component sets itself.

    Notes
    -----
    A callback of your own shows other data with `HouseStyleGraphAIO.new_figure` and the output
    `HouseStyleGraphAIO.ids.figure(aio_id)`, `data`; or it returns another `HouseStyleGraphAIO`.
    """

    class ids:  # noqa: N801 - the convention's name
        """The subcomponents' ids, for callbacks: functions of an `aio_id` (or `MATCH`, `ALL`)."""

        @staticmethod
        def figure(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Store` of what is drawn: its `data` is what `new_figure` gives."""
            return {"component": "HouseStyleGraphAIO", "subcomponent": "figure", "aio_id": aio_id}

        @staticmethod
        def picture(aio_id: Any) -> dict[str, Any]:
            """The `html.Div` around the graph, a picture to screen readers: its `aria-label` is the text."""
            return {"component": "HouseStyleGraphAIO", "subcomponent": "picture", "aio_id": aio_id}

        @staticmethod
        def graph(aio_id: Any) -> dict[str, Any]:
            """The `dcc.Graph`: its `figure` is the one that is shown, in the theme and for the width."""
            return {"component": "HouseStyleGraphAIO", "subcomponent": "graph", "aio_id": aio_id}

        @staticmethod
        def page_theme(aio_id: Any) -> dict[str, Any]:
            """The empty `html.Data`: its `value` is the page's theme, "light" or "dark"."""
            return {"component": "HouseStyleGraphAIO", "subcomponent": "page_theme", "aio_id": aio_id}

        @staticmethod
        def width(aio_id: Any) -> dict[str, Any]:
            """The empty `html.Data`: its `value` is the width in pixels that the graph has."""
            return {"component": "HouseStyleGraphAIO", "subcomponent": "width", "aio_id": aio_id}

    def __init__(  # noqa: PLR0913  what a chart consists of
        self,
        df: IntoDataFrame,
        kind: Kind = "line",
        *,
        x: str,
        y: str,
        by: str | None = None,
        title: str | None = None,
        subtitle: str | None = None,
        credit: str | None = None,
        unit: str | Mapping[str, str] | None = None,
        style: Style | None = None,
        alt: str | None = None,
        theme: Literal["auto", "light", "dark"] = "auto",
        graph_props: Mapping[str, Any] | None = None,
        aio_id: str | int | None = None,
    ) -> None:
        aio_id = str(uuid.uuid4()) if aio_id is None else aio_id
        # A copy: what the caller passed stays the caller's.
        graph_props = dict(graph_props or {})
        for owned in sorted(OWNED.keys() & graph_props.keys()):
            raise ValueError(f"graph_props[{owned!r}] can't be given: HouseStyleGraphAIO {OWNED[owned]}.")
        graph_props["config"] = {"displayModeBar": False, **(graph_props.get("config") or {})}
        texts = {"title": title, "subtitle": subtitle, "credit": credit}
        _check_style(style)
        style = style or STYLE
        _warn_of(style)
        figure = _drawn(chart(df, kind, (x, y, by), texts, unit, style), style, alt, theme)

        super().__init__(
            [
                dcc.Store(id=self.ids.figure(aio_id), data=figure),
                html.Div(
                    dcc.Graph(id=self.ids.graph(aio_id), figure=EMPTY, responsive=False, **graph_props),
                    id=self.ids.picture(aio_id),
                    role="img",
                    # A graph never holds open the room that it is to follow.
                    style={"overflow": "hidden", "height": figure["widths"][1][1]},
                    **{"aria-label": figure["alt"]},
                ),
                html.Data(id=self.ids.page_theme(aio_id)),
                html.Data(id=self.ids.width(aio_id)),
            ]
        )

    @staticmethod
    def new_figure(df: IntoDataFrame, **arguments: Any) -> dict[str, Any]:
        """Draw other data for a graph that stands: what a callback returns to `ids.figure`.

        Parameters
        ----------
        df : dataframe
            As that of the component.
        **arguments : Any
            The component's other arguments, from `kind` to `theme`.

        Returns
        -------
        dict
            The `data` of `HouseStyleGraphAIO.ids.figure(aio_id)`.

        Raises
        ------
        TypeError, ValueError
            As the component does.
        """
        made: dict[str, Any] = HouseStyleGraphAIO(df, **arguments).children[0].data
        return made

    # In the browser, where theme and width are known: the server is not asked.
    clientside_callback(
        f"(() => {{ {PAGE_THEME} {SCRIPT} return dash_clientside.HouseStyleGraphAIO.begin; }})()",
        Output(ids.page_theme(MATCH), "value"),
        Output(ids.width(MATCH), "value"),
        Input(ids.width(MATCH), "id"),
    )
    clientside_callback(
        ClientsideFunction("HouseStyleGraphAIO", "reserve"),
        Output(ids.picture(MATCH), "style"),
        Input(ids.figure(MATCH), "data"),
        Input(ids.width(MATCH), "value"),
    )
    clientside_callback(
        ClientsideFunction("HouseStyleGraphAIO", "draw"),
        Output(ids.graph(MATCH), "figure"),
        Output(ids.picture(MATCH), "aria-label"),
        Input(ids.figure(MATCH), "data"),
        Input(ids.page_theme(MATCH), "value"),
        Input(ids.width(MATCH), "value"),
    )


def _check_style(style: Any) -> None:
    if style is not None and not isinstance(style, Style):
        raise TypeError(f"style has to be a Style, not {style!r}.")


def _warn_of(style: Style) -> None:
    """Tell what `Style.check` finds; by default Python shows a warning once for each place and text."""
    if found := style.check():
        count = f"{len(found)} finding{'' if len(found) == 1 else 's'}"
        warnings.warn(
            f"the style {style.name!r} has {count}; the worst is {found[0].where}: {found[0].message}"
            " Style.check() gives all.",
            stacklevel=3,
        )


def _drawn(shown: Chart, style: Style, alt: str | None, theme: Any) -> dict[str, Any]:
    """Draw a chart once, with what is to be changed of it for each width, and for the other theme."""
    if theme not in ("auto", "light", "dark"):
        raise ValueError(f"theme has to be 'auto', 'light' or 'dark', not {theme!r}.")
    if alt is not None and not isinstance(alt, str):
        raise TypeError(f"alt has to be a text, not {alt!r}.")
    first: Theme = "light" if theme == "auto" else theme
    laid_out = [(width, drawing(shown, style, first, width)) for width in WIDTHS]
    figure = laid_out[0][1]
    return {
        "figure": figure,
        "widths": [[width, one["layout"]["height"], _changes(figure, one)] for width, one in laid_out],
        "themes": {"dark": _changes(figure, drawing(shown, style, "dark", WIDTHS[0]))}
        if theme == "auto"
        else {},
        "alt": alternative(shown, style) if alt is None else alt,
    }


def _changes(before: Any, after: Any) -> list[list[Any]]:
    """Say what makes one figure of another: paths, and the value at each; None where there is to be none."""
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        pairs = {key: (before.get(key), after.get(key)) for key in [*before, *after]}
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = dict(enumerate(zip(before, after, strict=True)))
    else:
        return [[[], after]]
    return [[[key, *path], value] for key, both in pairs.items() for path, value in _changes(*both)]
