"""MarkdownWithColorAIO

The smallest useful All-in-One component: two subcomponents and one callback between them.
"""

COMPONENT = "MarkdownWithColorAIO"
EXAMPLES = ["simple_usage", "custom_props", "custom_callback", "one_output"]

# The component's default colours are dark ones, made for a light page.
THEME = "light"
