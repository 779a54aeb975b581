"""Controls for the arguments of `GraphWithDataAIO`, by example."""

from gallery.props import Choice, Props, Text

PROPS = {
    "simple_usage": Props(
        [
            Text(
                "title",
                "Above the tabs, in pictures and in the files' names.",
                default="Where people earn more, they live longer",
                maximum=60,
            ),
            Text(
                "note",
                "Below the chart.",
                default="Each circle is a country in 2007; its size is its population.",
                maximum=100,
            ),
            Text(
                "credit",
                "Where the data is from.",
                default="Source: Gapminder, by plotly.express",
                maximum=60,
            ),
            Choice(
                "tabs_props.active_tab",
                "The tab that is open at first.",
                {"chart": "chart", "table": "table", "download": "download"},
                default="chart",
            ),
            Choice(
                "graph_props.style.height",
                "The height of the chart.",
                {"300px": "300px", "450px": "450px", "600px": "600px"},
                default="450px",
            ),
        ],
        room="42rem",
    ),
}
