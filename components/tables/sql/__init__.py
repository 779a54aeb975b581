"""The engine for data that no process holds: a view becomes SQL, and a page of rows is what is fetched."""
