"""Write your own

An All-in-One component of your own: a template to copy, the way to it in six steps, and the mistakes to leave out.
"""

from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from gallery.page.templates import render
from gallery.pages import Site
from gallery.takeaway.download import project_of
from gallery.takeaway.pins import requirements

FOLDER = Path(__file__).parent.parent / "template"
COMPONENT, TEST = "text_with_count.py", "test_text_with_count.py"

APP = """
from dash import Dash

from text_with_count import TextWithCountAIO

app = Dash()
app.layout = TextWithCountAIO("Count these words.", textarea_props={"title": "Your text", "rows": 4})

if __name__ == "__main__":
    app.run()
"""

# What stands in the template without a word about it.
EXPLAINED = {
    "MATCH": "stands for any `aio_id`, the same one in all of a callback: one callback serves each instance, and an "
    "instance hears itself alone.",
    "OWNED": "names the properties that the component sets itself: passed by a caller, they would be lost in silence, "
    "or break it, so they are refused with the reason.",
    "mcp_enabled=False": "keeps the callback from being offered to language models as a tool of your app (Dash's MCP "
    "server): it is the component's own business.",
    "noqa: N801": "tells the linter that `ids` is in small letters on purpose: that is the convention's name for the "
    "class. Leave it out if your linter doesn't mind.",
}

IDS = """
    class ids:
        @staticmethod
        def textarea(aio_id):
            return {"component": "TextWithCountAIO", "subcomponent": "textarea", "aio_id": aio_id}

        @staticmethod
        def count(aio_id):
            return {"component": "TextWithCountAIO", "subcomponent": "count", "aio_id": aio_id}
"""

WITHOUT_PROPS = """
    def __init__(self, text, aio_id):
        super().__init__(
            [
                dcc.Textarea(id=self.ids.textarea(aio_id), value=text),
                html.Small(f"{len(text.split())} words", id=self.ids.count(aio_id)),
            ]
        )
"""

WITH_PROPS = """
    def __init__(self, text, aio_id, textarea_props=None, count_props=None):
        textarea_props = {"value": text, **(textarea_props or {})}
        super().__init__(
            [
                dcc.Textarea(id=self.ids.textarea(aio_id), **textarea_props),
                html.Small(
                    self.count_words(textarea_props["value"]),
                    id=self.ids.count(aio_id),
                    **(count_props or {}),
                ),
            ]
        )
"""

WITH_AIO_ID = WITH_PROPS.replace(
    "text, aio_id, textarea_props=None, count_props=None):",
    "text, textarea_props=None, count_props=None, aio_id=None):\n"
    "        aio_id = str(uuid.uuid4()) if aio_id is None else aio_id",
)

CALLBACK = """
    @staticmethod
    @callback(Output(ids.count(MATCH), "children"), Input(ids.textarea(MATCH), "value"))
    def count_words(text):
        return f"{len((text or '').split())} words"
"""


def _class(imports: str, *parts: str) -> str:
    return f"{imports}\n\n\nclass TextWithCountAIO(html.Div):{''.join(parts)}"


FROM_DASH = "from dash import MATCH, Input, Output, callback, dcc, html"

# Each step: title, what it is for, and its code, which is whole: it runs as it is.
STEPS = [
    (
        "A function",
        "Begin with a function that returns a layout. If nothing in it ever changes, stop here: you need no class. "
        "This one counts the words it is given, and then no more.",
        """
from dash import dcc, html


def text_with_count(text):
    return html.Div([dcc.Textarea(value=text), html.Small(f"{len(text.split())} words")])
""",
    ),
    (
        "A class with two parts",
        "A callback will need to find the parts, so each gets an id. Make the ids by functions of an `aio_id`: your "
        "layout, your callbacks and the apps of others then spell them alike. The `component` in them is the name of "
        "the class. The class is the outermost part of its own layout.",
        _class("from dash import dcc, html", IDS, WITHOUT_PROPS),
    ),
    (
        "A callback",
        "Declare it in the class body, by `dash.callback`: it is then there as soon as your module is imported, for any "
        "app. `MATCH` makes one callback do for each instance. It is a static method, for there is no `self` when a "
        "browser asks.",
        _class(FROM_DASH, IDS, WITHOUT_PROPS, CALLBACK),
    ),
    (
        "Properties for the parts",
        "Let callers set what you didn't think of: `<part>_props` go down to the part of that name. Take a copy and "
        "change that: their dictionary is theirs, and may be passed to the next instance.",
        _class(FROM_DASH, IDS, WITH_PROPS, CALLBACK),
    ),
    (
        "An `aio_id` for those who give none",
        "Who binds no callbacks of their own needs no id. Make one up: a uuid is never the same twice.",
        _class(f"import uuid\n\n{FROM_DASH}", IDS, WITH_AIO_ID, CALLBACK),
    ),
    (
        "A test",
        "Most of a component can be tested without a browser: its layout is data, and its callback a function. Save "
        "step 5 as `text_with_count.py`, this as `test_text_with_count.py` beside it, and run `pytest`.",
        """
from text_with_count import TextWithCountAIO


def test_words_are_counted():
    textarea, count = TextWithCountAIO("one two").children
    assert textarea.value == "one two"
    assert count.children == TextWithCountAIO.count_words("one two") == "2 words"


def test_the_callers_dictionary_stays_as_it_is():
    given = {"rows": 3}
    TextWithCountAIO("one", textarea_props=given)
    assert given == {"rows": 3}


def test_each_instance_has_an_aio_id_of_its_own():
    first, second = TextWithCountAIO("one"), TextWithCountAIO("two")
    assert first.children[0].id != second.children[0].id
""",
    ),
]


class Mistake(NamedTuple):
    """A mistake: why it hurts, the code without it and what is slipped in, and what lines that show it give with either."""

    title: str
    text: str
    right: str
    slips: dict[str, str]
    shown_by: str
    happens: str
    instead: str

    @property
    def wrong(self) -> str:
        """The code with the mistake."""
        code = self.right
        for right, wrong in self.slips.items():
            code = code.replace(right, wrong)
        return code


NOTE = """
from dash import html


class NoteAIO(html.Div):
    class ids:
        @staticmethod
        def count(aio_id):
            return {"component": "NoteAIO", "subcomponent": "count", "aio_id": aio_id}

    def __init__(self, text, aio_id):
        super().__init__(html.P(text, id=self.ids.count(aio_id)))
"""

NOTE_WITH_PROPS = """
from dash import html


class NoteAIO(html.Div):
    def __init__(self, text, p_props=None):
        p_props = dict(p_props or {})
        p_props.setdefault("children", text)
        super().__init__(html.P(**p_props))
"""

NOTE_WITH_ID = """
from dash import html


class NoteAIO(html.Div):
    class ids:
        @staticmethod
        def p(aio_id):
            return {"component": "NoteAIO", "subcomponent": "p", "aio_id": aio_id}

    def __init__(self, text, aio_id, p_props=None):
        p_props = dict(p_props or {})
        if "id" in p_props:
            raise ValueError("p_props['id'] can't be given: NoteAIO makes each id of aio_id.")
        super().__init__(html.P(**{"children": text, "id": self.ids.p(aio_id), **p_props}))
"""

LIKE = """
from dash import MATCH, Input, Output, callback, html


class LikeAIO(html.Div):
    class ids:
        @staticmethod
        def button(aio_id):
            return {"component": "LikeAIO", "subcomponent": "button", "aio_id": aio_id}

        @staticmethod
        def count(aio_id):
            return {"component": "LikeAIO", "subcomponent": "count", "aio_id": aio_id}

    def __init__(self, aio_id):
        super().__init__([html.Button("Like", id=self.ids.button(aio_id)), html.P(id=self.ids.count(aio_id))])

    @staticmethod
    @callback(Output(ids.count(MATCH), "children"), Input(ids.button(MATCH), "n_clicks"))
    def say_likes(clicks):
        return f"{clicks or 0} likes"
"""

LIMIT = """
from dash import MATCH, Input, Output, State, callback, dcc, html


class LimitAIO(html.Div):
    class ids:
        @staticmethod
        def textarea(aio_id):
            return {"component": "LimitAIO", "subcomponent": "textarea", "aio_id": aio_id}

        @staticmethod
        def left(aio_id):
            return {"component": "LimitAIO", "subcomponent": "left", "aio_id": aio_id}

        @staticmethod
        def limit(aio_id):
            return {"component": "LimitAIO", "subcomponent": "limit", "aio_id": aio_id}

    def __init__(self, limit, aio_id):
        super().__init__(
            [
                dcc.Textarea(id=self.ids.textarea(aio_id)),
                html.Small(id=self.ids.left(aio_id)),
                dcc.Store(id=self.ids.limit(aio_id), data=limit),
            ]
        )

    @staticmethod
    @callback(
        Output(ids.left(MATCH), "children"),
        Input(ids.textarea(MATCH), "value"),
        State(ids.limit(MATCH), "data"),
    )
    def say_left(text, limit):
        return f"{limit - len(text or '')} left"


print(LimitAIO.say_left("one two", 140))  # as Dash calls it
"""

# What each shows is run by a test, with the mistake and without it.
MISTAKES = [
    Mistake(
        "Ids with another class's name",
        "You copied a class, and its name stayed in the ids. All is well until both stand on one page with the same "
        "`aio_id`.",
        NOTE,
        {'"NoteAIO"': '"TextWithCountAIO"'},
        """
from dash import Dash
from text_with_count import TextWithCountAIO

app = Dash("app")
app.layout = html.Div([TextWithCountAIO(aio_id="today"), NoteAIO("Rain", aio_id="today")])
print(app.server.test_client().get("/").status)
""",
        "500 INTERNAL SERVER ERROR\ndash.exceptions.DuplicateIdError: Duplicate component id found in the initial "
        'layout: `{"aio_id":"today","component":"TextWithCountAIO","subcomponent":"count"}`',
        "200 OK",
    ),
    Mistake(
        "A mutable default",
        "Python makes a default once, with the function: all instances write into the same dictionary.",
        NOTE_WITH_PROPS,
        {"p_props=None": "p_props={}", "        p_props = dict(p_props or {})\n": ""},
        """
print([NoteAIO(text).children.children for text in ("one", "two")])
""",
        "['one', 'one']",
        "['one', 'two']",
    ),
    Mistake(
        "The caller's dictionary is changed",
        "A caller who passes one dictionary to two instances finds the first one's text in the second.",
        NOTE_WITH_PROPS,
        {"dict(p_props or {})": "p_props or {}"},
        """
large = {"className": "lead"}
print([NoteAIO(text, large).children.children for text in ("one", "two")])
print(large)
""",
        "['one', 'one']\n{'className': 'lead', 'children': 'one'}",
        "['one', 'two']\n{'className': 'lead'}",
    ),
    Mistake(
        "An `id` over the component's own",
        "A caller's `id` takes the place of yours, and your callbacks don't find the part any more. Nobody is told. "
        "Refuse it; and never take an argument named `id`: the parts' ids are made of `aio_id`.",
        NOTE_WITH_ID,
        {
            '        if "id" in p_props:\n'
            "            raise ValueError(\"p_props['id'] can't be given: NoteAIO makes each id of aio_id.\")\n": ""
        },
        """
print(NoteAIO("Rain", "today", p_props={"id": "mine"}).children.id)
""",
        "mine",
        "ValueError: p_props['id'] can't be given: NoteAIO makes each id of aio_id.",
    ),
    Mistake(
        "A callback in `__init__`",
        "It is declared when an instance is made, and again by each other one. Dash collects callbacks at the first "
        "request: that of an instance which comes later, out of a callback or on another page, is never called.",
        LIKE,
        {
            """
    @staticmethod
    @callback(Output(ids.count(MATCH), "children"), Input(ids.button(MATCH), "n_clicks"))
    def say_likes(clicks):
        return f"{clicks or 0} likes"
""": """
        @callback(Output(self.ids.count(MATCH), "children"), Input(self.ids.button(MATCH), "n_clicks"))
        def say_likes(clicks):
            return f"{clicks or 0} likes"
"""
        },
        """
from dash import Dash

app = Dash("app")
app.layout = html.Div(id="page")
browser = app.server.test_client()
browser.get("/")
LikeAIO("late")
print("Callbacks:", len(browser.get("/_dash-dependencies").json))
""",
        "Callbacks: 0",
        "Callbacks: 1",
    ),
    Mistake(
        "`app.callback`",
        "The callback belongs to the app that your module knows. Any other app that lays the component out is without it.",
        LIKE,
        {
            "from dash import MATCH, Input, Output, callback, html": "from dash import MATCH, Dash, Input, Output, html\n\n"
            'app = Dash("mine")',
            "@callback": "@app.callback",
        },
        """
from dash import Dash

another = Dash("another")
another.layout = LikeAIO("first")
browser = another.server.test_client()
browser.get("/")
print("Callbacks:", len(browser.get("/_dash-dependencies").json))
""",
        "Callbacks: 0",
        "Callbacks: 1",
    ),
    Mistake(
        "State on the instance",
        "An instance is sent to the browser as data, and forgotten; no callback ever has its `self`. What a callback needs "
        "is in the browser: in a property of a part, or in a `dcc.Store`.",
        LIMIT,
        {
            "Output, State, callback": "Output, callback",
            """

        @staticmethod
        def limit(aio_id):
            return {"component": "LimitAIO", "subcomponent": "limit", "aio_id": aio_id}
""": "\n",
            "        super().__init__(": "        self.limit = limit\n        super().__init__(",
            "                dcc.Store(id=self.ids.limit(aio_id), data=limit),\n": "",
            "    @staticmethod\n    @callback": "    @callback",
            '        State(ids.limit(MATCH), "data"),\n': "",
            "(text, limit)": "(self, text)",
            "{limit -": "{self.limit -",
            '"one two", 140': '"one two"',
        },
        "",
        "TypeError: LimitAIO.say_left() missing 1 required positional argument: 'text'",
        "133 left",
    ),
]


def project() -> dict[str, str]:
    """The template as a project to download, with its tests and an app that shows it."""
    sources = {COMPONENT: _source(COMPONENT), "app.py": APP.lstrip()}
    return project_of(
        "A template for an All-in-One component",
        "A field for text that counts its words: two parts, a callback, and all that the convention asks for.",
        "Rename the file and the class, then make of it what you need. "
        f"`.venv/bin/pip install pytest && .venv/bin/python -m pytest` runs its tests, `{TEST}`.",
        sources | {TEST: _source(TEST)},
        requirements(sources.values()),
    )


def _source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def content(site: Site) -> Markup:
    return render(
        "write_your_own.html",
        files={name: _source(name) for name in (COMPONENT, TEST)},
        app=APP.lstrip(),
        explained=EXPLAINED,
        steps=STEPS,
        mistakes=MISTAKES,
    )
