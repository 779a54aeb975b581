"""DataTableAIO

A table of any size: the dataframe stays on the server, which filters, sorts and pages it.
"""

COMPONENT = "DataTableAIO"
EXAMPLES = ["simple_usage", "dynamic_with_graphs"]
