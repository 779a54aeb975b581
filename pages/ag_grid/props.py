"""Controls for the arguments of `AgGridAIO`, by example."""

from gallery.props import Choice, Number, Props

PROPS = {
    "simple_usage": Props(
        [
            Choice(
                "quick_filter",
                "Whether there is a field that searches all columns.",
                {"False": False, "True": True},
                default=False,
            ),
            Choice(
                "export",
                "Buttons that write all rows that match into a file.",
                {"none": None, "CSV": ["csv"], "CSV and Excel": ["csv", "xlsx"]},
                default=None,
            ),
            Choice(
                "grid_props.defaultColDef.floatingFilter",
                "Whether there are fields to filter by below the headers.",
                {"True": True, "False": False},
                default=True,
            ),
            Number(
                "grid_props.dashGridOptions.cacheBlockSize",
                "Rows that are asked for at once.",
                10,
                1000,
                default=100,
            ),
        ],
        room="34rem",
    ),
}
