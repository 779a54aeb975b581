"""Controls for the arguments of `ThemeSwitchAIO`, by example."""

from gallery.props import Props, Text

MAXIMUM = 16

PROPS = {
    "simple_usage": Props(
        [
            Text("light_props.children", "The first button.", default="Light", minimum=1, maximum=MAXIMUM),
            Text("dark_props.children", "The second button.", default="Dark", minimum=1, maximum=MAXIMUM),
            Text("auto_props.children", "The third button.", default="System", minimum=1, maximum=MAXIMUM),
            Text(
                "choice_props.aria-label",
                "What a screen reader calls the group.",
                default="Theme",
                minimum=1,
                maximum=40,
            ),
        ],
        room="14rem",
        call=1,
    ),
}
