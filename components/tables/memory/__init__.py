"""The engine for dataframes in this process's memory: Polars does the work."""
