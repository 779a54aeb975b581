"""DataTableAIO

A table of any size: the dataframe stays on the server, which filters, sorts and pages it.

Use it for a dataframe that is too large to be in the browser whole, or whose filtered rows callbacks of
your own need: any callback can take the rows that the reader sees. A few hundred rows
that nothing else needs are better off in a plain `DataTable`, which doesn't ask the server at all.

Its readers filter it in DataTable's own language: [what to type below a column's name](filter-language), operator
by operator.

It takes the properties of a `DataTable`: [which of them work as there](data-table/properties), which in the
component's own way, and which are refused.

What it costs:

- one request an interaction: with a million rows, 1 to 6 ms, and a second when a frame is first shown;
- at each visit, storing the frame, half a second for a million rows: of a table made of a key, nothing;
- memory: each worker keeps the frames that are in use, up to `AIO_CACHE_BYTES`;
- a Redis, as soon as there is more than one process;
- pandas, Polars, PyArrow and a Redis client beside Dash.

Data that no process can hold stays in Parquet files, PostgreSQL or Spark: `DataTableAIO(source=…)` asks
[a `DuckDBSource`](data-table/larger-than-memory), [a `PostgresSource`](data-table/postgres) or
[a `SparkSource`](data-table/spark) for the same rows.
"""

COMPONENT = "DataTableAIO"
EXAMPLES = [
    "simple_usage",
    "custom_columns",
    "dynamic_with_graphs",
    "selected_rows",
    "export",
    "from_a_key",
    "new_data",
    "larger_than_memory",
    "postgres",
    "spark",
]

# How tall the demos are that are taller than most, so that what follows doesn't move when they are there.
ROOMS = {
    "custom_columns": "32.5rem",
    "dynamic_with_graphs": "60rem",
    "export": "32rem",
    "from_a_key": "34rem",
    "new_data": "30rem",
    "larger_than_memory": "45rem",
}
