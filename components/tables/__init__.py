"""What the table components share: from what a reader asks to the rows in view.

A front end (`filter_query`) reads what its widget sends into a tree (`expression`). `meaning` decides once,
for every engine, what that tree means for the columns of a table, and gives a filter of few plain
`predicates`. A `source` carries out a `view` of such a filter and an order: `memory` is the engine for
dataframes. What else DataTable has is in `datatable_properties`, `columns`, `conditions` and `selection`.
"""
