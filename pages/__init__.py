"""What the site serves: its own pages by path, and the packages of examples in their order."""

SITE = {
    "/": "home",
    "/get-started": "get_started",
    "/convention": "convention",
    "/write-your-own": "write_your_own",
    "/filter-language": "filter_language",
    "/deploy": "deploy",
    "/when-something-goes-wrong": "faults",
    "/data-table/properties": "properties",
    "/ag-grid/properties": "grid_properties",
    "/ag-grid/moving-to-it": "moving_to_ag_grid",
    "/404": "not_found_404",
}

SECTIONS = [
    "markdown_with_color",
    "data_table",
    "ag_grid",
    "graph_with_data",
    "house_style_graph",
    "theme_switch",
]
