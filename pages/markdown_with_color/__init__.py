"""MarkdownWithColorAIO

The smallest useful All-in-One component: two subcomponents and one callback between them.

Read it to learn the convention, all seven points of which are in its one file, and copy it to begin a
component of your own. As it is, it suits a text whose reader may choose among a few colours.

An instance asks the server once when its page loads, and once at each choice. It needs nothing but Dash.
"""

COMPONENT = "MarkdownWithColorAIO"
EXAMPLES = ["simple_usage", "custom_props", "custom_callback", "one_output"]

# The component's default colours are dark ones, made for a light page.
THEME = "light"

# How tall the demos are that are taller than most, so that what follows doesn't move when they are there.
ROOMS = {
    "one_output": "21rem",
}
