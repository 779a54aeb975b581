"""GraphWithDataAIO

A graph with tabs for the chart, the table behind it and downloads of both: they filter each other.

Use it where readers ask what is behind a chart: they see its rows, filter them and look at the chart again,
select in the chart and have the rows, and take away the data, the picture and what they are from, as on Our
World in Data. By hand that is a `dcc.Graph`, a table, tabs, downloads and the callbacks between them.

What it costs:

- the table, as [a `DataTableAIO`](data-table) does: the frame stays on the server, and only the tab that is
  open is computed;
- a request when the chart is drawn, and again when its reader has filtered, of the size of the figure: large
  data is drawn as an aggregate, as [a million orders](graph-with-data/million-orders) are;
- `dash-bootstrap-components`, 64 KB compressed, on the pages that have it.

For a chart without its rows, a plain `dcc.Graph` is enough; for one that looks like an organisation's,
[a `HouseStyleGraphAIO`](house-style-graph), whose figure
[can be drawn here, too](graph-with-data/house-style).
"""

COMPONENT = "GraphWithDataAIO"
EXAMPLES = ["simple_usage", "house_style", "million_orders", "custom_callback"]

# How tall the demos are that are taller than most, so that what follows doesn't move when they are there.
ROOMS = {
    "house_style": "38rem",
    "million_orders": "38.5rem",
    "custom_callback": "37.5rem",
}
