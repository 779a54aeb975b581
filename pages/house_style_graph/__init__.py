"""HouseStyleGraphAIO

Names of columns in, a graph out that could be published: in one style, checked, light and dark.

Use it where several people draw for one organisation. The style is data that a team writes once: colours for
light and dark, sizes, number formats, what a graph has to have. Nobody sets a colour by hand any more.

Without it, a template is copied from app to app, and each figure is then finished by hand: the title moved
to the left, the legend replaced by names at the lines, the source added, the colours changed again for the
dark theme. What nobody checks is whether the colours can be told apart.

A graph of four lines is sent once, with what is to be changed of it in the dark and on narrow screens: 2.5 KB
compressed, where plotly.express has 1.9 KB for it. Themes and widths cost no request.
"""

COMPONENT = "HouseStyleGraphAIO"
EXAMPLES = ["simple_usage", "kinds", "three_styles", "your_own_style", "custom_callback"]

# How tall the demos are that are taller than most, so that what follows doesn't move when they are there.
ROOMS = {
    "kinds": "60rem",
    "three_styles": "46rem",
    "your_own_style": "55.5rem",
    "custom_callback": "39.5rem",
}
