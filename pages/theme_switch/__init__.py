"""ThemeSwitchAIO

Light, dark or the system's choice, kept and set before the first paint: any number of switches in step.

Use it where an app has a light and a dark look: in CSS that goes by `data-bs-theme` or `light-dark()`, and
in callbacks that take the theme as an input.

It costs no request: everything happens in the browser, where one callback serves all switches of a page.
The script for the page's head is inline; under a Content-Security-Policy it needs its hash. What is drawn
on the server, a figure for example, is drawn anew at each change.
"""

COMPONENT = "ThemeSwitchAIO"
EXAMPLES = ["simple_usage", "figure_follows"]

# How tall the demos are that are taller than most, so that what follows doesn't move when they are there.
ROOMS = {
    "figure_follows": "32.5rem",
}
