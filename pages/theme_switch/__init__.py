"""ThemeSwitchAIO

Light, dark or the system's choice, kept and set before the first paint: any number of switches in step.
"""

COMPONENT = "ThemeSwitchAIO"
EXAMPLES = ["simple_usage", "figure_follows"]
