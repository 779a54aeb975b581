"""When something goes wrong

What can happen to a table, what its reader sees, what the log says, and what to do.
"""

from typing import NamedTuple

from markupsafe import Markup

from components.ag_grid import FAILED, UNANSWERED
from components.data_table import MAX_PAGE_SIZE
from components.graph_with_data import EMPTY, UNDRAWN
from components.tables.faults import (
    ELSEWHERE,
    EXPIRED,
    FORKED,
    MISCONFIGURED,
    SOURCE_FAULTS,
    SUPERSEDED,
    UNLIKE,
    UNREACHABLE,
    UNREGISTERED,
    UNREGISTERED_FIGURE,
    UNSTORED,
)
from components.tables.source import (
    SourceChangedError,
    SourceError,
    SourceMemoryError,
    SourcePermissionError,
    SourceTimeoutError,
    SourceUnavailableError,
    UnregisteredSourceError,
)
from gallery.page.tables import tables_of
from gallery.pages import Site


class Fault(NamedTuple):
    """A row of a table; `held_by` is the test that holds it."""

    happens: str
    reader: str
    log: str
    do: str
    held_by: str


NO_PAGE = "No page that has the table: the exception is raised where the table is made."
CANT_SHOW = "`DataTableAIO can't show its data: …`"

STORE = [
    Fault(
        "Redis refuses connections, has died, hangs (1 s to connect, 5 s to answer), is loading, or is a "
        "read-only replica: `StoreUnavailableError`",
        UNREACHABLE,
        f"{CANT_SHOW} with what Redis or the network said",
        "Start Redis, or see its log. The next interaction after its return works.",
        "tests/components/test_data_table.py::test_a_store_that_goes_away_is_told_and_used_when_it_is_back",
    ),
    Fault(
        "Redis refuses the password, the user or the database: `StoreAccessError`",
        UNREACHABLE,
        f"{CANT_SHOW} with *check REDIS_URL's user and password*",
        "Correct `REDIS_URL`, or what the user may do.",
        "tests/components/test_data_table.py::test_what_the_store_raises_is_told_as_what_it_is",
    ),
    Fault(
        "Redis was down when the page was made",
        UNSTORED,
        "`DataTableAIO can't store its data: …` when the page is made",
        "Start Redis, and reload the page. A callback of your own gets a `StoreError` from `load(None)`.",
        "tests/components/test_data_table.py::test_a_page_made_while_redis_is_down_says_so_until_it_is_reloaded",
    ),
    Fault(
        "The entry has expired, was evicted or flushed: `StoreExpiredError`",
        EXPIRED,
        f"{CANT_SHOW} with *has expired, or its entry was evicted*",
        "Reload the page, which stores the data again. If it happens often: a longer `AIO_TTL`, or more "
        "memory.",
        "tests/components/test_data_table.py::test_sending_a_layout_puts_a_lost_frame_back",
    ),
    Fault(
        "The frame that `key=` names is gone when the table is made: `StoreExpiredError`",
        f"{NO_PAGE} A table that stands says that its data has expired.",
        "The exception",
        "Make the table in a layout function, which saves the frame again as the example *From a key* does.",
        "tests/components/test_data_of_tables.py::"
        "test_a_table_of_a_key_whose_frame_was_lost_is_an_error_at_the_next_visit",
    ),
    Fault(
        "The entry was altered, cut, or saved with another secret: `StoreIntegrityError`. It is removed",
        EXPIRED,
        f"{CANT_SHOW} with *The entry doesn't match its key*",
        "Reload the page. If it goes on: the same `AIO_SECRET_KEY` for all processes.",
        "tests/components/test_data_table.py::test_what_the_store_raises_is_told_as_what_it_is",
    ),
    Fault(
        "The entry is of a newer release: `StoreVersionError`",
        EXPIRED,
        f"{CANT_SHOW} with *saved by a newer release*",
        "Finish the upgrade of all processes.",
        "tests/components/test_data_table.py::test_what_the_store_raises_is_told_as_what_it_is",
    ),
    Fault(
        "The browser sends what isn't a key: `StoreKeyError`. Redis isn't asked",
        EXPIRED,
        f"{CANT_SHOW} with *This isn't a key of the store*",
        "Nothing: no page of yours sends it.",
        "tests/components/test_data_table.py::test_what_the_store_raises_is_told_as_what_it_is",
    ),
    Fault(
        "A setting is unusable (`AIO_TTL`, `AIO_CACHE_BYTES`, `REDIS_URL` …): `StoreConfigurationError`",
        MISCONFIGURED,
        f"{CANT_SHOW} with the setting and what it must be",
        "Correct it. `redis_store.require_shared` refuses to start where it is one of the store's.",
        "tests/components/test_data_table.py::test_a_setting_that_is_unusable_is_told_as_one",
    ),
    Fault(
        "Redis is out of memory when data is saved: `StoreFullError`",
        f"{NO_PAGE} Tables that are open go on.",
        "The exception",
        "Give Redis more `maxmemory`, or `maxmemory-policy volatile-lru`, which drops what was used least.",
        "tests/components/test_redis_store_faults.py::test_a_full_redis_is_said_and_keeps_what_it_has",
    ),
    Fault(
        "The data is larger than `AIO_MAX_BYTES`: `StoreSizeError`",
        NO_PAGE,
        "The exception, with size and limit",
        "Show fewer columns or rows, or raise `AIO_MAX_BYTES`.",
        "tests/components/test_redis_store.py::test_an_entry_larger_than_the_limit_is_refused_with_both_sizes",
    ),
]

GRIDS = [
    Fault(
        "The server goes away, or an answer is lost on the way",
        f"{UNANSWERED} The rows that have come stay.",
        "Nothing: it wasn't there.",
        "Nothing: after `timeout=` seconds the grid asks again, at first a second later, then more and more "
        "rarely.",
        "tests/site/test_grid.py::test_a_server_that_goes_away_is_told_and_the_grid_goes_on_when_it_is_back",
    ),
    Fault(
        "Something in the answer to a grid raises what isn't foreseen",
        FAILED,
        "`AgGridAIO can't give its rows.` with the traceback",
        "Tell us, with the traceback. The grid answers the next scroll, filter or sort.",
        "tests/components/test_ag_grid.py::test_an_exception_is_answered_and_logged",
    ),
    Fault(
        "Redis can't be reached when a grid asks for rows",
        UNREACHABLE,
        "`AgGridAIO can't show its data: …` with what Redis or the network said",
        "Start Redis, or see its log: the grid asks again by itself.",
        "tests/site/test_grid.py::test_a_store_that_is_down_is_told_and_the_grid_goes_on_when_it_is_up",
    ),
    Fault(
        "A filter model that an app has set can't be understood: `FilterModelError` of `filter_df`",
        "The filter was not understood, so all rows are shown.",
        "Nothing: the reader is told which column's, and why.",
        "Mend the model.",
        "tests/components/test_ag_grid.py::test_a_filter_that_is_not_understood_shows_all_rows_and_says_so",
    ),
]

PROCESSES = [
    Fault(
        "Several workers serve an app, and `REDIS_URL` isn't set: each has its own data",
        ELSEWHERE,
        f"{CANT_SHOW} with *saved in the memory of another process* and `REDIS_URL`",
        "Set `REDIS_URL`, or start one worker. `redis_store.require_shared(workers)` in `gunicorn.conf.py` "
        "refuses to start otherwise.",
        "tests/components/test_processes.py::test_workers_without_a_redis_say_that_the_data_is_elsewhere",
    ),
    Fault(
        "A server forks after the app has used Polars (`gunicorn --preload`, uWSGI without `lazy-apps`): "
        "Polars' threads are lost, and what needs them would hang. Tables of pandas and PyArrow frames start "
        "none; a table of a Polars frame, a filter or a sort do",
        FORKED,
        f"{CANT_SHOW} with *Polars was used before this process was forked* and what to set",
        "gunicorn without `--preload`, uWSGI with `lazy-apps`, or no Polars while the app is imported. "
        "`filter_df` and `sort_df` raise `ForkedEngineError` there.",
        "tests/components/test_processes.py::"
        "test_workers_without_polars_threads_say_what_to_set_and_none_hangs",
    ),
    Fault(
        "A second `Dash()` in a process (a notebook's cell run again, two apps on one server): the first "
        "that answers a request has all callbacks",
        UNREGISTERED,
        "`ERROR … DataTableAIO's callback isn't one of the app that shows it.`",
        "One app a process; restart the notebook's kernel.",
        "tests/components/test_processes.py::"
        "test_of_two_apps_in_a_process_the_one_without_the_callback_says_so",
    ),
    Fault(
        "The components are imported inside a callback, after the first request",
        UNREGISTERED,
        "The same",
        "`import components` at the top of the app: that is enough, whatever is used of it later.",
        "tests/components/test_processes.py::"
        "test_importing_components_is_enough_if_it_is_done_before_the_first_request",
    ),
]

FRAMES = [
    Fault(
        "A column has bytes, complex numbers, or dates before year 0 or after 9999: `UnsupportedColumnError`",
        NO_PAGE,
        "The exception, with the column and what to convert it to",
        "Convert the column, or leave it out with `columns=`.",
        "tests/components/test_frames_shown.py::"
        "test_what_has_no_form_is_refused_at_construction_with_what_to_do",
    ),
    Fault(
        "Columns of several levels, two of one name (as text), or one with none: `UnsupportedColumnError`",
        NO_PAGE,
        "The exception, with the name",
        "Flatten or rename the columns.",
        "tests/components/test_data_table.py::"
        "test_a_frame_that_no_table_can_show_is_an_error_that_says_what_to_do",
    ),
    Fault(
        "`df=` is no dataframe, or a `LazyFrame`: `TypeError`",
        NO_PAGE,
        "The exception, with the type",
        "A frame of pandas, Polars or PyArrow; `collect()` a `LazyFrame`.",
        "tests/components/test_data_table.py::test_df_that_is_no_dataframe_is_an_error",
    ),
    Fault(
        "`new_data` is given other columns than those of the table that stands",
        UNLIKE,
        "`DataTableAIO can't show its new data: it lacks the columns … and has …`",
        "Give `new_data` the table's columns (`columns=`), or return another table.",
        "tests/components/test_data_of_tables.py::"
        "test_new_data_with_other_columns_is_not_shown_and_the_log_says_which",
    ),
    Fault(
        "`base_filter=` is blank, compares regardless of case, or isn't a filter of the frame's columns: "
        "`ValueError`, `FilterQueryError`, `UnknownColumnError`",
        NO_PAGE,
        "The exception, with what to write instead",
        "Correct the filter.",
        "tests/components/test_data_of_tables.py::"
        "test_a_filter_of_the_app_that_cannot_be_carried_out_is_refused",
    ),
    Fault(
        f"More than {MAX_PAGE_SIZE:,} rows are to be shown at once: `ValueError`",
        NO_PAGE,
        "The exception, with the number",
        "A smaller `page_size`, or paging.",
        "tests/components/test_data_table.py::test_a_page_has_a_bound",
    ),
]

OF_SOURCES = "tests/components/test_sources.py::"
CANT_READ = "`… can't show its data:`, and what the database said, without values and passwords"

SOURCES = [
    Fault(
        "The database can't be reached, the connection was lost, all connections are taken, files are gone: "
        "`SourceUnavailableError`",
        f"{SOURCE_FAULTS[SourceUnavailableError]} A grid asks again by itself.",
        CANT_READ,
        "Start the database, or give the source more `connections`. It connects anew by itself.",
        f"{OF_SOURCES}test_a_server_that_is_killed_is_told_and_used_again_when_it_is_back",
    ),
    Fault(
        "A query takes longer than the source's `timeout`: `SourceTimeoutError`. The database stops it",
        SOURCE_FAULTS[SourceTimeoutError],
        CANT_READ,
        "An index on the column, a longer `timeout`, or a `base_filter`.",
        f"{OF_SOURCES}test_a_slow_query_of_postgres_is_stopped",
    ),
    Fault(
        "The database has no more memory or disk: `SourceMemoryError`",
        SOURCE_FAULTS[SourceMemoryError],
        CANT_READ,
        "A larger `memory_limit`, or a `temp_directory` with room.",
        f"{OF_SOURCES}test_memory_that_is_used_up_is_told",
    ),
    Fault(
        "The database doesn't allow the source to read: `SourcePermissionError`",
        SOURCE_FAULTS[SourcePermissionError],
        CANT_READ,
        "`GRANT SELECT` on the table to the source's user.",
        f"{OF_SOURCES}test_a_grant_that_is_revoked_is_told",
    ),
    Fault(
        "A table or column is gone, or has another type: `SourceChangedError`",
        f"{SOURCE_FAULTS[SourceChangedError]} From then on: {UNLIKE}",
        CANT_READ,
        "Reload the page, which asks for the columns anew.",
        f"{OF_SOURCES}test_a_column_that_is_gone_is_told_and_then_the_data_as_it_is",
    ),
    Fault(
        "No source of this name was declared in the process that answers: `UnregisteredSourceError`",
        SOURCE_FAULTS[UnregisteredSourceError],
        CANT_READ,
        "Declare the source in a module that every worker imports, not in a function.",
        f"{OF_SOURCES}test_a_source_that_a_process_doesnt_know_is_told",
    ),
    Fault(
        "A query is stopped because other rows were asked for since: by its reader, who sees these alone, or"
        " by another one who was sent the same layout",
        SUPERSEDED,
        "Nothing",
        "Let Dash write the layout for each visit.",
        "tests/components/test_source_questions.py::"
        "test_a_question_that_is_given_up_is_told_to_whoever_waits_for_it_all_the_same",
    ),
    Fault(
        "Whatever else the database says: `SourceError`, of which the others are kinds",
        SOURCE_FAULTS[SourceError],
        CANT_READ,
        "The log has the database's own name for it.",
        f"{OF_SOURCES}test_postgres_is_only_read",
    ),
    Fault(
        "A column has a type that has no form in a table: `UnsupportedColumnError`",
        NO_PAGE,
        "The exception, with the column and its type",
        "Name the other columns in `columns=`, or convert it in a `query` of the source's.",
        f"{OF_SOURCES}test_types_without_a_form_are_refused_with_what_to_do",
    ),
    Fault(
        "The engine can't give exactly the rows of a dataframe: `UnsupportedByEngineError`, a `ValueError`",
        "The sentence that says what isn't possible",
        "The same",
        "What it says: fewer rows, an aggregate, or another filter.",
        f"{OF_SOURCES}test_no_more_rows_are_given_than_a_process_can_hold",
    ),
]

OF_GRAPHS_WITH_DATA = "tests/components/test_graph_with_data.py::"
OF_GRAPHS = "tests/components/test_house_style_graph.py::"
NO_GRAPH = "No page that has the graph: the exception is raised where the graph is made."

GRAPHS = [
    Fault(
        "The function that draws a graph with data raises, or returns no figure",
        UNDRAWN,
        "`GraphWithDataAIO can't draw by …` with the traceback",
        "Mend the function. The chart that was there stays.",
        f"{OF_GRAPHS_WITH_DATA}test_a_function_that_fails_is_told_and_the_log_has_its_trace",
    ),
    Fault(
        "The worker that answers hasn't declared the function",
        UNREGISTERED_FIGURE,
        "`GraphWithDataAIO can't draw: no figure function … was declared in this process`",
        "Declare it with `@GraphWithDataAIO.figure` in a module that every worker imports before it serves.",
        f"{OF_GRAPHS_WITH_DATA}test_only_declared_functions_can_be_named",
    ),
    Fault(
        "No row matches what the reader of a graph with data filters",
        EMPTY,
        "Nothing",
        "Nothing: the function isn't called, so that it need not foresee an empty frame.",
        f"{OF_GRAPHS_WITH_DATA}test_no_rows_are_told_without_a_call_of_the_function",
    ),
    Fault(
        "A figure has more than 50,000 marks",
        "It is slow.",
        "`… draws 50,001 marks: a browser takes long for more than 50,000. Draw an aggregate.`",
        "Give `@GraphWithDataAIO.figure` an aggregate: `by=` or `bins=`.",
        f"{OF_GRAPHS_WITH_DATA}test_many_marks_are_told_to_the_log",
    ),
    Fault(
        "A column isn't there, holds text where numbers belong, has infinite values, or several for one "
        "place; there are no rows; the title or credit is lacking: `TypeError`, `ValueError`",
        NO_GRAPH,
        "The exception, with the column and what to do",
        "Correct the data or the arguments. A callback of your own may show the message.",
        f"{OF_GRAPHS}test_what_cannot_be_drawn_is_told_in_a_sentence",
    ),
    Fault(
        "A value is missing",
        "A gap in a line, told in the text for screen readers too. Of bars and points: as above.",
        "Nothing; of bars and points, the exception with the number",
        "Fill the values in, or drop their rows.",
        f"{OF_GRAPHS}test_a_missing_value_is_a_gap_in_a_line",
    ),
    Fault(
        "There are more categories than the style has colours",
        'The rest in grey, as "Other"',
        "A warning, with the number and what becomes of the rest",
        "Choose categories, or draw small multiples.",
        f"{OF_GRAPHS}test_lines_beyond_the_colours_are_grey_behind_the_others_and_labelled_once",
    ),
    Fault(
        "A style can't be drawn by: `StyleError`",
        NO_GRAPH,
        "The exception, with the field and what it has to be; of TOML, with the line",
        "Correct the style. `Style.check()` tells what of one can't be read by everybody.",
        "tests/components/test_style.py::"
        "test_an_error_in_toml_names_its_line_the_field_and_what_would_be_right",
    ),
]

COLUMNS = ("What happens", "What the reader sees", "What the log says", "What to do")

TABLES = {
    "The store": STORE,
    "Grids": GRIDS,
    "Sources": SOURCES,
    "Processes": PROCESSES,
    "Frames": FRAMES,
    "Graphs": GRAPHS,
}

INTRODUCTION = """
A table or a grid that can't show its rows says so, in a notice above it: an empty table without one is an
empty answer. The log has one line for it, with the cause. The exceptions of `redis_store` are all
`StoreError`, and callbacks of your own that call `redis_store.load` get them too.
"""


def content(site: Site) -> Markup:
    tables = {title: [fault[: len(COLUMNS)] for fault in faults] for title, faults in TABLES.items()}
    return tables_of(COLUMNS, tables, introduction=INTRODUCTION)
