"""Controls for the arguments of `AgGridAIO`, by example."""

from gallery.props import Choice, Number, Props

PROPS = {
    "simple_usage": Props(
        [
            Number(
                "grid_props.dashGridOptions.cacheBlockSize",
                "Rows that are asked for at once.",
                1,
                1000,
                default=100,
            ),
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
        ],
        room="34rem",
    ),
}
