"""Controls for the arguments of `HouseStyleGraphAIO`, by example."""

from gallery.props import Choice, Props, Text

PROPS = {
    "simple_usage": Props(
        [
            Text("title", "The main point, in a sentence.", minimum=1, maximum=120),
            Choice(
                "kind",
                "How it is drawn; `by` is the country.",
                {kind: kind for kind in ("line", "bar", "scatter", "small multiples")},
                default="line",
            ),
            Choice(
                "theme",
                "Light, dark, or as the page is.",
                {name: name for name in ("auto", "light", "dark")},
                default="auto",
            ),
            Text("subtitle", "What is shown, where and when.", default="", maximum=160),
            Text("unit", "A symbol stands at the numbers, words above the axis.", default="", maximum=20),
            Text("credit", "Where the data is from.", minimum=1, maximum=80),
        ],
        room="33rem",
    ),
}
