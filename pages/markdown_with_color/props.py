"""Controls for the arguments of `MarkdownWithColorAIO`, by example."""

from components.markdown_with_color import DEFAULT_COLORS
from gallery.props import Choice, Colors, Props, Text, switch

TEXT = Text("text", "Markdown, such as `**bold**` or `[a link](/)`.")
COLORS = Colors(
    "colors", "Names or numbers of CSS colours, with commas between them.", default=list(DEFAULT_COLORS)
)

PROPS = {
    "simple_usage": Props([TEXT, COLORS], room="14rem"),
    "custom_props": Props(
        [
            TEXT,
            COLORS,
            switch("dropdown_props.clearable", "Whether the choice can be cleared.", default=True),
            switch("dropdown_props.persistence", "Whether a reload keeps the colour.", default=False),
            Choice(
                "markdown_props.style.fontSize",
                "It stays when the callback sets the colour.",
                {size: size for size in ("0.875rem", "1rem", "1.5rem", "2rem", "3rem")},
            ),
        ],
        room="14rem",
    ),
}
