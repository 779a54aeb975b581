"""The filter language

What you can type below a column's name of a `DataTableAIO`, and what a `filterModel` of an `AgGridAIO` can say: each
operator with an example, and the rows that it keeps.
"""

import json
from functools import cache
from typing import Any, NamedTuple

import pandas as pd
from dash import Input, Output, callback, dcc, html
from markupsafe import Markup

from components import AgGridAIO, DataTableAIO
from components.tables.filter_model import MAX_CONDITIONS
from components.tables.filter_query import MAX_COMPARISONS, MAX_DEPTH, MAX_LENGTH
from gallery.page.tables import tables_of
from gallery.pages import Site

# Nothing moves when list, table and grid come: neither what follows, nor they.
ROOM = "54.5rem"

FRAME = pd.DataFrame(
    {
        "row": list("ABCDEF"),
        "item": ["Tea", "tea pot", "Bob's cup", "", None, " "],
        "code": ["5", "05", "10", "A7", None, "7"],
        "price": [5, 12.5, None, 8, -3, 2.5],
        "paid": pd.array([True, False, True, None, False, None], dtype="boolean"),
        "sold": pd.to_datetime(
            ["2019-01-05 09:30", "2019-01-05 17:00", "2019-12-31 23:59", "NaT", "2020-01-05 00:00", "NaT"]
        ),
        "serial": [2**53 + number for number in range(6)],
    }
)

Model = dict[str, Any]


class Both(NamedTuple):
    """A question that a table and a grid can be asked, and why they answer as they do."""

    question: str
    query: str
    model: Model
    why: str


class Typed(NamedTuple):
    """A text that is typed below a column's name, and the query that the browser makes of it."""

    column: str
    text: str
    query: str
    means: str


class InTable(NamedTuple):
    """What a query can say: how it is written, what it means, and a query with it."""

    written: str
    means: str
    query: str


class InGrid(NamedTuple):
    """What a filter model can say, likewise; some by `filterParams` of the column."""

    written: str
    means: str
    model: Model
    filter_params: Model = {}


def condition(column: str, filter_type: str, kind: str, *operands: Any) -> Model:
    """Write a filter model of one condition."""
    names = ("dateFrom", "dateTo") if filter_type == "date" else ("filter", "filterTo")
    return {column: {"filterType": filter_type, "type": kind, **dict(zip(names, operands, strict=False))}}


def joined(operator: str, *models: Model) -> Model:
    """Write a filter model of several conditions for one column."""
    (column,) = {name for model in models for name in model}
    conditions = [model[column] for model in models]
    return {
        column: {"filterType": conditions[0]["filterType"], "operator": operator, "conditions": conditions}
    }


BOTH = [
    Both(
        "code is 5",
        "{code} = 5",
        condition("code", "text", "equals", "5"),
        "A table compares as numbers whatever looks like numbers, in text and in quotes too: `05` is `5`. A grid compares "
        "a column of text as text.",
    ),
    Both(
        "code isn't 5",
        "{code} != 5",
        condition("code", "text", "notEqual", "5"),
        "`!=` isn't the opposite of `=`. It makes no numbers of text, and no text is the number 5: every row is kept. "
        "Write `!({code} = 5)`.",
    ),
    Both(
        "price is below 5",
        "{price} < 5",
        condition("price", "number", "lessThan", 5),
        "In a table, a missing value counts as 0 for `<`, `<=`, `>` and `>=`. Add `&& !({price} is nil)`. In a grid it "
        "counts for nothing.",
    ),
    Both(
        "price isn't 5",
        "{price} != 5",
        condition("price", "number", "notEqual", 5),
        "A table keeps the missing value. A grid does so in a column of text alone.",
    ),
    Both(
        "item has tea in it",
        "{item} contains tea",
        condition("item", "text", "contains", "tea"),
        "Capitals count in a table, until you write `icontains`. In a grid they don't.",
    ),
    Both(
        "item is blank",
        "{item} is blank",
        condition("item", "text", "blank"),
        "Missing, or an empty text. In a grid, also a text of white space alone.",
    ),
    Both(
        "item is tea pot",
        '{item} = "tea pot"',
        condition("item", "text", "equals", "tea pot"),
        "A text with a blank needs quotes in a query. Without them the query can't be read: the table says so, and shows "
        "every row.",
    ),
    Both(
        "sold is 2019-01-05",
        "{sold} = 2019-01-05",
        condition("sold", "date", "equals", "2019-01-05"),
        "A day is its midnight, and no row has that time: a table compares the text `2019-01-05T09:30:00`, a grid the "
        "second.",
    ),
    Both(
        "sold is on 2019-01-05",
        "{sold} datestartswith 2019-01-05",
        condition("sold", "date", "inRange", "2019-01-04 23:59:59", "2019-01-06"),
        "So ask for the beginning, or for a range. A grid leaves both ends of it out.",
    ),
    Both(
        "paid is true",
        '{paid} contains "true"',
        condition("paid", "text", "true"),
        "`{paid} = true` keeps no row: it compares with the text `true`.",
    ),
]

TYPED = [
    Typed("item", "tea", "{item} scontains tea", "Below text, a value alone is searched for."),
    Typed("price", "5", "{price} s= 5", "Below numbers, it has to be equal."),
    Typed("sold", "2019-01", "{sold} datestartswith 2019-01", "Below dates, they begin with it."),
    Typed("paid", "true", "{paid} scontains true", "Below booleans, it is searched for."),
    Typed("price", "> 5", "{price} s> 5", "An operator goes first."),
    Typed("row", "i= b", "{row} i= b", "`i` before an operator: capitals don't count."),
    Typed("item", "tea pot", '{item} scontains "tea pot"', "The field puts the quotes for you."),
    Typed(
        "item",
        '"Bob\'s cup"',
        '{item} scontains "Bob\'s cup"',
        "A quote, a brace or a parenthesis in it: put quotes yourself, or the field turns red and filters nothing.",
    ),
    Typed("code", "<= {price}", "{code} s<= {price}", "Another column goes in braces."),
    Typed("item", "is nil", "{item} is nil", "A test stands alone."),
]

IN_TABLES = {
    "Comparisons": [
        InTable(
            "`=` or `eq`",
            "Equal: as numbers where both look like numbers, else the same value of the same type.",
            "{code} = 5",
        ),
        InTable(
            "`!=` or `ne`",
            "Another value, or one of another type: text is never a number, and a missing value is kept.",
            "{code} != A7",
        ),
        InTable(
            "`<` or `lt`",
            "Less. Two texts by their characters, capitals first; all else as numbers.",
            "{code} < 7",
        ),
        InTable("`<=` or `le`", "Less or equal. A missing value counts as 0.", "{price} <= 0"),
        InTable(
            "`>` or `gt`", 'Greater. In quotes it is text, and `"10"` comes before `"7"`.', '{code} > "7"'
        ),
        InTable(
            "`>=` or `ge`",
            "Greater or equal. Dates are text, so that a year needs quotes.",
            '{sold} >= "2020"',
        ),
        InTable(
            "`contains`",
            "The text is somewhere in it. One side has to be text, so that numbers need quotes: "
            "`{price} contains 5` keeps no row.",
            '{price} contains "5"',
        ),
        InTable(
            "`datestartswith`",
            "The date begins with this one, of which you may leave the end off: a year of two or four digits, a month, "
            "a day, an hour …",
            "{sold} datestartswith 19-1",
        ),
    ],
    "Case": [
        InTable(
            "`i` before an operator: `icontains`, `i=`, `i<` …",
            "Capitals don't count.",
            "{item} icontains tea",
        ),
        InTable(
            "`i` with an order",
            "Both sides are text, also numbers.",
            "{price} is nil || {price} i> 2",
        ),
        InTable(
            "`s` before an operator: `scontains`, `s=` …",
            "Capitals count, as without it. It is what a field of the table writes.",
            "{item} s= Tea",
        ),
    ],
    "Tests": [
        InTable("`is nil`", "The value is missing.", "{item} is nil"),
        InTable("`is blank`", "It is missing, or an empty text.", "{item} is blank"),
        InTable("`is num`", "It is a number; a text of digits isn't.", "{price} is num"),
        InTable("`is str`", "It is a text, as dates are.", "{code} is str"),
        InTable("`is bool`", "It is true or false.", "{paid} is bool"),
        InTable(
            "`is object`",
            "It is a list or a dictionary: no row, for a table shows these as text.",
            "{item} is object",
        ),
        InTable("`is even`", "It can be divided by 2.", "{price} is even"),
        InTable(
            "`is odd`",
            "It leaves 1 when divided by 2. Negative numbers leave -1, and aren't odd.",
            "{price} is odd",
        ),
        InTable(
            "`is prime`",
            "No odd number up to its root divides it; so some fractions are prime, too.",
            "{price} is prime",
        ),
    ],
    "Several at once": [
        InTable("`&&` or `and`", "Both hold.", "{price} > 0 && {price} < 8"),
        InTable(
            "`||` or `or`",
            "One of them holds. `&&` binds tighter.",
            "{code} = 5 || {code} = 7 and {price} > 5",
        ),
        InTable("`( )`", "What belongs together.", "({code} = 5 or {code} = 7) && {price} > 5"),
        InTable(
            "`!`",
            "What follows doesn't hold: parentheses, or a second `!`. There is no `not`.",
            "!({price} > 0)",
        ),
    ],
    "Columns and values": [
        InTable(
            "`{column}`", "The cell of that column, on either side. Capitals count.", "{code} <= {price}"
        ),
        InTable(
            "`5`, `tea`",
            "A number where it looks like one (`5`, `.5`, `1e3`, `0x1f`), else a text, up to the next blank. `true` is "
            "a text.",
            "{row} = A",
        ),
        InTable(
            "`\"tea pot\"`, `'tea pot'`, or between backticks",
            "A text, whatever is in it.",
            '{item} contains "\'s"',
        ),
        InTable(r"`\`", "Takes the next character as it is.", r"{item} = tea\ pot"),
    ],
}

IN_GRIDS = {
    "In a grid: text": [
        InGrid("`contains`", "The text is in it.", condition("item", "text", "contains", "tea")),
        InGrid(
            "`notContains`",
            "It isn't. Missing values are kept.",
            condition("item", "text", "notContains", "tea"),
        ),
        InGrid("`equals`", "It is this text.", condition("item", "text", "equals", "tea")),
        InGrid("`notEqual`", "It is another one, or missing.", condition("item", "text", "notEqual", "tea")),
        InGrid("`startsWith`", "It begins with it.", condition("item", "text", "startsWith", "tea")),
        InGrid("`endsWith`", "It ends with it.", condition("item", "text", "endsWith", "pot")),
        InGrid("`blank`", "Missing, empty, or white space.", condition("item", "text", "blank")),
        InGrid("`notBlank`", "Anything else.", condition("item", "text", "notBlank")),
    ],
    "In a grid: true and false": [
        InGrid("`true`", "True. A missing value is neither.", condition("paid", "text", "true")),
        InGrid("`false`", "False.", condition("paid", "text", "false")),
    ],
    "In a grid: numbers": [
        InGrid("`equals`", "This number.", condition("price", "number", "equals", 5)),
        InGrid("`notEqual`", "Another number.", condition("price", "number", "notEqual", 5)),
        InGrid("`lessThan`", "Less.", condition("price", "number", "lessThan", 5)),
        InGrid("`lessThanOrEqual`", "Less or equal.", condition("price", "number", "lessThanOrEqual", 5)),
        InGrid("`greaterThan`", "Greater.", condition("price", "number", "greaterThan", 5)),
        InGrid(
            "`greaterThanOrEqual`", "Greater or equal.", condition("price", "number", "greaterThanOrEqual", 5)
        ),
        InGrid(
            "`inRange`",
            "Between two numbers, without these.",
            condition("price", "number", "inRange", 5, 12.5),
        ),
        InGrid("`blank`", "Missing.", condition("price", "number", "blank")),
        InGrid("`notBlank`", "Not missing.", condition("price", "number", "notBlank")),
    ],
    "In a grid: integers beyond 2^53": [
        InGrid(
            "As numbers, with text",
            "The same types, to the last digit. A table compares such integers as JavaScript rounds them.",
            condition("serial", "bigint", "equals", "9007199254740993"),
        ),
    ],
    "In a grid: dates": [
        InGrid("`equals`", "This second.", condition("sold", "date", "equals", "2019-01-05 09:30:00")),
        InGrid("`notEqual`", "Another one.", condition("sold", "date", "notEqual", "2019-01-05 09:30:00")),
        InGrid("`lessThan`", "Before.", condition("sold", "date", "lessThan", "2019-12-31")),
        InGrid(
            "`lessThanOrEqual`",
            "Then or before.",
            condition("sold", "date", "lessThanOrEqual", "2019-01-05 09:30:00"),
        ),
        InGrid("`greaterThan`", "After.", condition("sold", "date", "greaterThan", "2019-12-31")),
        InGrid(
            "`greaterThanOrEqual`",
            "Then or after.",
            condition("sold", "date", "greaterThanOrEqual", "2020-01-05"),
        ),
        InGrid(
            "`inRange`",
            "Between, without both ends.",
            condition("sold", "date", "inRange", "2019-01-05 09:30:00", "2020-01-05"),
        ),
        InGrid("`blank`", "Missing.", condition("sold", "date", "blank")),
        InGrid("`notBlank`", "Not missing.", condition("sold", "date", "notBlank")),
    ],
    "In a grid: several at once": [
        InGrid(
            '`"operator": "AND"`',
            "Both conditions hold of a column. It may have two.",
            joined(
                "AND",
                condition("price", "number", "greaterThan", 0),
                condition("price", "number", "lessThan", 8),
            ),
        ),
        InGrid(
            '`"operator": "OR"`',
            "One of them holds.",
            joined(
                "OR",
                condition("code", "text", "equals", "5"),
                condition("code", "text", "equals", "7"),
            ),
        ),
        InGrid(
            "Several columns",
            "All of them hold.",
            condition("price", "number", "greaterThan", 5) | condition("paid", "text", "false"),
        ),
    ],
    "In a grid: `filterParams` of a column": [
        InGrid(
            '`"includeBlanksInEquals": True`',
            "Missing values are equal.",
            condition("price", "number", "equals", 5),
            {"includeBlanksInEquals": True},
        ),
        InGrid(
            '`"includeBlanksInNotEqual": True`',
            "They aren't equal.",
            condition("price", "number", "notEqual", 5),
            {"includeBlanksInNotEqual": True},
        ),
        InGrid(
            '`"includeBlanksInLessThan": True`',
            "They are less (or equal).",
            condition("price", "number", "lessThan", 5),
            {"includeBlanksInLessThan": True},
        ),
        InGrid(
            '`"includeBlanksInGreaterThan": True`',
            "They are greater (or equal).",
            condition("price", "number", "greaterThan", 5),
            {"includeBlanksInGreaterThan": True},
        ),
        InGrid(
            '`"includeBlanksInRange": True`',
            "They are in the range.",
            condition("price", "number", "inRange", 5, 12.5),
            {"includeBlanksInRange": True},
        ),
        InGrid(
            '`"inRangeInclusive": True`',
            "Both ends are in the range.",
            condition("price", "number", "inRange", 5, 12.5),
            {"inRangeInclusive": True},
        ),
        InGrid(
            '`"caseSensitive": True`',
            "Capitals count.",
            condition("item", "text", "contains", "tea"),
            {"caseSensitive": True},
        ),
        InGrid(
            '`"maxNumConditions": 1`',
            "How many conditions the column may have; those after them don't count.",
            joined(
                "OR",
                condition("code", "text", "equals", "5"),
                condition("code", "text", "equals", "7"),
            ),
            {"maxNumConditions": 1},
        ),
    ],
}

INTRODUCTION = """
A table and a grid answer as `DataTable` and AG Grid would in the browser with all of the rows, and these two
differ. What each example keeps of these rows is what [`DataTableAIO`](data-table)`.filter_df` and
[`AgGridAIO`](ag-grid)`.filter_df` give, asked when this page is written. Choose one in the list, and table and
grid show it; or type your own.

## The rows

"""

INTO_FIELDS = f"""
Each field of a table's header filters its column, and the fields together make the table's `filter_query`: one text, joined
by `&&`, which your callbacks can read and set. The button *Aa* in a field turns the `s` into an `i`. Blanks around what you
type are dropped, and an empty field keeps every row.

## The language of tables

An operator stands between a `{{column}}` and a value, a test behind a `{{column}}`; both in capitals or not, and the words with
a blank behind them. What can't be read is told above the table, which shows every row: a blank at the end, `==`, a value without
an operator. `filter_df` raises `FilterQueryError`, and so does a `base_filter`.

A query has at most {MAX_LENGTH:,} characters and {MAX_COMPARISONS} comparisons, nested at most {MAX_DEPTH} deep.

An operator with `i`, other than `icontains`, stops a `DataTable` in the browser where it meets a missing value. A `DataTableAIO` doesn't
keep that row, and goes on; `filter_df` raises. Put `{{column}} is nil ||` before it.
"""

INTO_MODELS = f"""
## The filter models of grids

AG Grid keeps a model: a dictionary with a condition for each column that is filtered. Its fields and menus write it;
your callbacks read it in `ids.view`, and set it as the grid's `filterModel`. Which types there are follows from what the
column holds. Capitals don't count, accents do. A missing value is kept where the table says so, and nowhere else. A date may leave its time
off, which is then midnight; fractions of a second don't count. A filter has at most {MAX_CONDITIONS} conditions.

A column's `filterParams` change some of this: `AgGridAIO(df, column_props={{"price": {{"filterParams": {{…}}}}}})`.
"""


def kept(rows: pd.DataFrame) -> str:
    """Name the rows that a filter keeps."""
    if len(rows) == len(FRAME):
        return "every row"
    return ", ".join(rows["row"]) or "no row"


def kept_in_table(query: str) -> str:
    return kept(DataTableAIO.filter_df(FRAME, query))


def kept_in_grid(model: Model, filter_params: Model | None = None) -> str:
    definitions = [{"field": column, "filterParams": filter_params or {}} for column in model]
    return kept(AgGridAIO.filter_df(FRAME, model, definitions))


def code(text: str) -> str:
    """Write Markdown of a text that may have a backtick in it."""
    return f"`` {text} ``"


def written(model: Model) -> str:
    return code(json.dumps(model))


def frame_table() -> str:
    """Write the frame as Markdown, with what can't be seen in it."""
    shown = FRAME.assign(sold=FRAME["sold"].dt.strftime("%Y-%m-%d %H:%M")).astype(object)
    invisible = {"": '`""`', " ": '`" "`'}
    lines = [
        ["*missing*" if pd.isna(cell) else invisible.get(cell, str(cell)) for cell in row]
        for row in shown.itertuples(index=False)
    ]
    return "\n".join(
        f"| {' | '.join(line)} |" for line in [[*map(str, FRAME)], ["---"] * len(FRAME.columns), *lines]
    )


def content(site: Site) -> Markup:
    return all_tables()


@cache  # each example looks at the frame anew, and none of them changes
def all_tables() -> Markup:
    both = [
        (
            one.question,
            f"{code(one.query)} keeps {kept_in_table(one.query)}",
            f"{written(one.model)} keeps {kept_in_grid(one.model)}",
            one.why,
        )
        for one in BOTH
    ]
    typed = [
        (code(one.text), f"*{one.column}*", one.means, code(one.query), kept_in_table(one.query))
        for one in TYPED
    ]
    in_tables = {
        title: [(one.written, one.means, code(one.query), kept_in_table(one.query)) for one in rows]
        for title, rows in IN_TABLES.items()
    }
    in_grids = {
        title: [
            (one.written, one.means, written(one.model), kept_in_grid(one.model, one.filter_params))
            for one in rows
        ]
        for title, rows in IN_GRIDS.items()
    }
    of_both = ("You ask whether", "A table", "A grid", "Why")
    of_typed = ("You type", "Below", "It means", "The query", "Keeps")
    of_language = ("You write", "It means", "Example", "Keeps")
    return (
        tables_of(of_both, {"What surprises": both}, introduction=INTRODUCTION + frame_table())
        + tables_of(of_typed, {"What you can type below a column's name": typed})
        + tables_of(of_language, in_tables, introduction=INTO_FIELDS)
        + tables_of(of_language, in_grids, introduction=INTO_MODELS)
    )


def _said(model: Model) -> str:
    """Say a filter model in a line, for the list of examples."""
    columns = []
    for column, of_column in model.items():
        conditions = of_column.get("conditions", [of_column])
        said = [" ".join(str(value) for value in list(one.values())[1:]) for one in conditions]
        operator = f" {of_column.get('operator')} "
        columns.append(f"{column} {operator.join(said)}")
    return ", ".join(columns)


# What the list has: the table's query and the grid's model, by what the reader chooses.
EXAMPLES: dict[str, tuple[str, Model]] = {
    **{f"Both: {one.question}": (one.query, one.model) for one in BOTH},
    **{f"Table: {one.query}": (one.query, {}) for rows in IN_TABLES.values() for one in rows},
    **{
        f"Grid: {_said(one.model)}": ("", one.model)
        for rows in IN_GRIDS.values()
        for one in rows
        if not one.filter_params
    },
}

layout = html.Div(
    [
        html.Label("Example", htmlFor="filter-example"),
        html.Div(
            dcc.Dropdown(list(EXAMPLES), id="filter-example", placeholder="Every row"),
            style={"minHeight": "2.875rem"},
        ),
        html.P("The table, by its filter_query:", className="mt-3 mb-0"),
        html.Div(DataTableAIO(FRAME, aio_id="filter-language"), style={"minHeight": "16.625rem"}),
        html.P("The grid, by its filterModel:", className="mt-3 mb-0"),
        AgGridAIO(
            FRAME,
            aio_id="filter-language",
            column_props={"sold": {"minWidth": 190}, "serial": {"minWidth": 180}},
            grid_props={"dashGridOptions": {"autoSizeStrategy": {"type": "fitGridWidth"}}},
        ),
    ]
)


@callback(
    Output(DataTableAIO.ids.datatable("filter-language"), "filter_query"),
    Output(AgGridAIO.ids.grid("filter-language"), "filterModel"),
    Input("filter-example", "value"),
    prevent_initial_call=True,
)
def filter_both(example: Any) -> tuple[str, Model]:
    return EXAMPLES.get(example, ("", {})) if isinstance(example, str) else ("", {})
