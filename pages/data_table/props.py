"""Controls for the arguments of `DataTableAIO`, by example."""

import plotly.express as px

from components import DataTableAIO
from gallery.props import Choice, Number, Props, Text

GAPMINDER = px.data.gapminder()


def understood(filter_query: str) -> None:
    """Raise a `ValueError` that says what isn't understood in a query of the table."""
    DataTableAIO.filter_df(GAPMINDER, filter_query)


PROPS = {
    "simple_usage": Props(
        [
            Number("page_size", "Rows of a page: no others are sent.", 1, 100, default=10),
            Choice(
                "sort_by",
                "The order to begin with.",
                {
                    "the frame's own": [],
                    "lifeExp, lowest first": [{"column_id": "lifeExp", "direction": "asc"}],
                    "pop, highest first": [{"column_id": "pop", "direction": "desc"}],
                    "continent, then year": [
                        {"column_id": "continent", "direction": "asc"},
                        {"column_id": "year", "direction": "desc"},
                    ],
                },
                default=[],
            ),
            Text(
                "filter_query",
                'The filter to begin with, such as `{continent} = "Asia" && {pop} > 1e9`.',
                default="",
                check=understood,
            ),
            Choice(
                "sort_mode",
                "Whether a second column's arrows sort within the first.",
                {"multi": "multi", "single": "single"},
                default="multi",
            ),
            Choice(
                "filter_action",
                "Whether there is a row to filter by.",
                {"custom": "custom", "none": "none"},
                default="custom",
            ),
            Choice(
                "filter_options.case",
                "Whether `asia` in the row finds Asia.",
                {"sensitive": "sensitive", "insensitive": "insensitive"},
                default="sensitive",
            ),
        ],
        room="28rem",
    ),
}
