"""What a person does with each example's demo, and what must then be seen: by module name."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

ORDERS_OF_KENYA = 166_402
"""How many of the example's million orders are of Kenya."""


def pick(page: Page, dropdown: Locator, option: str) -> None:
    """Choose an option of a `dcc.Dropdown`."""
    dropdown.click()
    page.get_by_role("option", name=option, exact=True).click()


def color_dropdown(page: Page) -> Locator:
    """The dropdown of the page's only MarkdownWithColorAIO."""
    return page.locator('button[id*="MarkdownWithColorAIO"][id*="dropdown"]')


def color_text(page: Page) -> Locator:
    """The text of the page's only MarkdownWithColorAIO."""
    return page.locator('[id*="MarkdownWithColorAIO"][id*="markdown"]')


def use_markdown_simply(page: Page) -> None:
    expect(color_text(page)).to_have_css("color", "rgb(0, 31, 63)")
    pick(page, color_dropdown(page), "#85144b")
    expect(color_text(page)).to_have_css("color", "rgb(133, 20, 75)")
    expect(color_text(page).get_by_role("heading", name="Hello World")).to_be_visible()


def persist_a_color(page: Page) -> None:
    expect(color_text(page)).to_have_css("color", "rgb(72, 61, 139)")
    pick(page, color_dropdown(page), "saddlebrown")
    expect(color_text(page)).to_have_css("color", "rgb(139, 69, 19)")
    page.reload()
    expect(color_dropdown(page)).to_contain_text("saddlebrown")
    expect(color_text(page)).to_have_css("color", "rgb(139, 69, 19)")
    expect(color_text(page)).to_have_css("font-size", "24px")


def bind_callbacks(page: Page) -> None:
    pick(page, color_dropdown(page), "#3D9970")
    expect(page.locator("#color-by-ids")).to_have_text("By ids.dropdown: #3D9970")
    expect(page.locator("#color-by-dictionary")).to_have_text("By the same id, written out: #3D9970")
    expect(color_text(page)).to_have_css("color", "rgb(61, 153, 112)")


def write_to_one_output(page: Page) -> None:
    latest = page.locator("#latest-color")
    # Nothing is called when the page loads: the instances' own callbacks have been, by the time of the first pick.
    expect(latest).to_have_text("Pick a colour.")
    dropdowns = page.locator('button[id*="MarkdownWithColorAIO"][id*="dropdown"]')
    for number, color, name in ((1, "#85144b", "sea"), (0, "#3D9970", "sky"), (2, "#85144b", "shore")):
        pick(page, dropdowns.nth(number), color)
        expect(latest).to_have_text(f"Latest: {color}, for the {name}")
    texts = page.locator('[id*="MarkdownWithColorAIO"][id*="markdown"]')
    for number, color in enumerate(("rgb(61, 153, 112)", "rgb(133, 20, 75)", "rgb(133, 20, 75)")):
        expect(texts.nth(number)).to_have_css("color", color)


def cells(page: Page | Locator, column: str) -> Locator:
    """The cells of a column that are in view."""
    return page.locator(f'td.dash-cell[data-dash-column="{column}"]')


def type_filter(page: Page | Locator, column: str, text: str) -> None:
    """Type into a column's filter cell, and leave it with Enter."""
    field = page.locator(f'th.dash-filter[data-dash-column="{column}"] input[type=text]')
    field.fill(text)
    field.press("Enter")


def sort_by(page: Page, column: str) -> None:
    """Click on the arrows beside a column's name."""
    page.locator(f'th.dash-header[data-dash-column="{column}"] .column-header--sort').click()


def use_table_simply(page: Page) -> None:
    countries = cells(page, "country")
    expect(countries).to_have_text(["Afghanistan"] * 10)
    expect(page.locator("div.last-page")).to_have_text("171")

    page.locator("button.next-page").click()
    expect(countries).to_have_text(["Afghanistan"] * 2 + ["Albania"] * 8)

    type_filter(page, "lifeExp", "> 81")
    expect(countries).to_have_text(
        ["Australia", "Hong Kong, China", "Hong Kong, China", "Iceland", "Japan", "Japan", "Switzerland"]
    )
    sort_by(page, "lifeExp")
    expect(cells(page, "lifeExp")).to_have_text(
        ["81.235", "81.495", "81.701", "81.757", "82.000", "82.208", "82.603"]
    )
    sort_by(page, "lifeExp")
    expect(countries.first).to_have_text("Japan")

    type_filter(page, "continent", "Europe")
    expect(countries).to_have_text(["Iceland", "Switzerland"])


def follow_the_filter(page: Page) -> None:
    graphs = page.locator("#dataset-graphs .js-plotly-plot")
    expect(graphs).to_have_count(6)
    expect(cells(page, "sepal_length")).to_have_count(10)

    def bars(graph: Locator) -> list[str]:
        return graph.locator(".bars .point path").evaluate_all(
            "paths => paths.map(path => path.getAttribute('d'))"
        )

    expect(graphs.first.locator(".bars .point path").first).to_be_visible()
    before = bars(graphs.first)
    type_filter(page, "sepal_length", "> 7")
    expect(page.locator("div.last-page")).to_have_text("2")
    expect(graphs.first).to_be_visible()
    page.wait_for_function(
        "before => document.querySelectorAll('#dataset-graphs .js-plotly-plot')[0]"
        ".querySelectorAll('.bars .point path').length !== before",
        arg=len(before),
    )
    assert bars(graphs.first) != before

    pick(page, page.locator("#dataset"), "tips")
    expect(cells(page, "total_bill")).to_have_count(10)
    expect(graphs).to_have_count(7)
    expect(page.locator("#dataset-graphs")).to_contain_text("total_bill")


def row_box(page: Page, row: int) -> Locator:
    """The box that selects a row in view."""
    return page.locator("td.dash-select-cell input").nth(row)


def select_rows(page: Page) -> None:
    text = page.locator("#selected-rows-text")
    expect(text).to_have_text("Selected: Afghanistan 1952, Zimbabwe 2007")
    expect(row_box(page, 0)).to_be_checked()
    row_box(page, 2).check()
    expect(text).to_have_text("Selected: Afghanistan 1952, Zimbabwe 2007, Afghanistan 1962")

    type_filter(page, "lifeExp", "> 82")
    expect(cells(page, "country")).to_have_text(["Hong Kong, China", "Japan"])
    expect(page.locator("td.dash-select-cell input:checked")).to_have_count(0)
    row_box(page, 1).check()
    expect(text).to_contain_text("Japan 2007")

    type_filter(page, "lifeExp", "")
    expect(cells(page, "year")).to_have_text(["1952", "1957", "1962", "1967", "1972"])
    expect(row_box(page, 0)).to_be_checked()
    expect(row_box(page, 2)).to_be_checked()
    row_box(page, 0).uncheck()
    expect(text).to_have_text("Selected: Zimbabwe 2007, Afghanistan 1962, Japan 2007")


def row_count(page: Page) -> Locator:
    """Where the page's only table tells how many rows there are."""
    return page.locator('[id*="DataTableAIO"][id*="row_count"]')


def see_own_rows(page: Page) -> None:
    expect(cells(page, "country")).to_have_text(["Afghanistan"] * 10)
    expect(cells(page, "continent")).to_have_count(0)
    expect(row_count(page)).to_have_text("396 rows")
    type_filter(page, "country", "France")
    expect(row_count(page)).to_have_text("None of 396 rows matches the filter")

    pick(page, page.locator("#reader"), "Ben")
    expect(row_count(page)).to_have_text("120 rows")
    expect(cells(page, "year").first).to_have_text("1992")
    type_filter(page, "country", "France")
    expect(cells(page, "year")).to_have_text(["1992", "1997", "2002", "2007"])
    expect(row_count(page)).to_have_text("4 of 120 rows")

    pick(page, page.locator("#reader"), "Cleo")
    expect(row_count(page)).to_have_text("1,704 rows")


def give_new_data(page: Page) -> None:
    expect(cells(page, "year")).to_have_text(["2007"] * 8)
    expect(row_count(page)).to_have_text("142 rows")
    type_filter(page, "lifeExp", "> 75")
    sort_by(page, "country")
    sort_by(page, "country")
    expect(cells(page, "country").first).to_have_text("Uruguay")
    expect(row_count(page)).to_have_text("44 of 142 rows")

    pick(page, page.locator("#year"), "1977")
    expect(cells(page, "year")).to_have_text(["1977"] * 6)
    expect(cells(page, "country")).to_have_text(
        ["Switzerland", "Sweden", "Norway", "Netherlands", "Japan", "Iceland"]
    )
    expect(row_count(page)).to_have_text("6 of 142 rows")


def grid_cells(page: Page | Locator, column: str) -> Locator:
    """The cells of a grid's column that are in view; `grid_cell` has one of them by its row."""
    return page.locator(f'.ag-row .ag-cell[col-id="{column}"]')


def grid_cell(page: Page | Locator, row: int, column: str) -> Locator:
    """A cell of a grid by the number of its row, whatever the order of the elements."""
    return page.locator(f'.ag-row[row-index="{row}"] .ag-cell[col-id="{column}"]')


def grid_row_count(page: Page) -> Locator:
    """Where the page's only grid tells how many rows there are."""
    return page.locator('[id*="AgGridAIO"][id*="row_count"]')


def type_grid_filter(page: Page | Locator, header: str, text: str) -> None:
    """Type into the field below a header."""
    page.get_by_label(f"{header} Filter Input").first.fill(text)


def sort_grid(page: Page | Locator, column: str) -> None:
    """Click on a header."""
    page.locator(f'.ag-header-cell[col-id="{column}"] .ag-header-cell-label').click()


def grid_box(page: Page | Locator, row: int) -> Locator:
    """The box that selects a row of a grid."""
    return page.locator(f'.ag-row[row-index="{row}"] .ag-selection-checkbox input')


def use_grid_simply(page: Page) -> None:
    expect(grid_row_count(page)).to_have_text("1,704 rows")
    expect(grid_cell(page, 0, "country")).to_have_text("Afghanistan")
    type_grid_filter(page, "country", "fra")
    expect(grid_row_count(page)).to_have_text("12 of 1,704 rows")
    expect(grid_cell(page, 0, "country")).to_have_text("France")
    expect(grid_cell(page, 0, "year")).to_have_text("1952")
    sort_grid(page, "year")
    sort_grid(page, "year")
    expect(grid_cell(page, 0, "year")).to_have_text("2007")
    type_grid_filter(page, "country", "")
    expect(grid_row_count(page)).to_have_text("1,704 rows")
    expect(grid_cell(page, 1, "country")).to_have_text("Albania")


def filter_by_a_graph(page: Page) -> None:
    expect(grid_row_count(page)).to_have_text("1,000,000 rows")
    prices = page.locator("#order-prices .nsewdrag")
    expect(page.locator("#order-countries .bars .point")).to_have_count(6)
    type_grid_filter(page, "country", "kenya")
    expect(grid_row_count(page)).to_have_text(f"{ORDERS_OF_KENYA:,} of 1,000,000 rows")
    expect(grid_cell(page, 0, "country")).to_have_text("Kenya")

    prices.scroll_into_view_if_needed()
    box = prices.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 60, steps=10)
    page.mouse.up()
    expect(grid_row_count(page)).not_to_have_text(f"{ORDERS_OF_KENYA:,} of 1,000,000 rows")
    expect(page.locator('.ag-header-cell[col-id="price"].ag-header-cell-filtered')).to_have_count(1)
    sort_grid(page, "price")
    expect(grid_cell(page, 0, "price")).to_have_text(re.compile(r"^(4[5-9]|5[0-9])\."))
    expect(grid_cell(page, 0, "country")).to_have_text("Kenya")
    page.get_by_role("button", name="All prices").click()
    expect(grid_row_count(page)).to_have_text(f"{ORDERS_OF_KENYA:,} of 1,000,000 rows")


def customize_grid(page: Page) -> None:
    expect(page.locator(".ag-header-group-text")).to_have_text(["Where", "In 2007"])
    expect(page.locator(".ag-header-cell-text").first).to_have_text("Country")
    expect(grid_cell(page, 0, "country")).to_have_text("Norway")
    expect(grid_cell(page, 0, "pop")).to_have_text("4,627,926")
    type_grid_filter(page, "Country", "eswa")
    expect(grid_row_count(page)).to_have_text("None of 142 rows matches the filter")
    type_grid_filter(page, "Country", "swazi")
    expect(grid_cell(page, 0, "lifeExp")).to_have_class(re.compile("text-danger"))


def select_grid_rows(page: Page) -> None:
    text = page.locator("#chosen-rows-text")
    expect(text).to_have_text("Selected: 0 rows of 0 countries")
    expect(grid_cell(page, 2, "year")).to_have_text("1962")  # a row on its way can't be selected
    grid_box(page, 0).check()
    grid_box(page, 2).check()
    expect(text).to_have_text("Selected: 2 rows of 1 countries")
    page.get_by_placeholder("Search all columns").fill("europe")
    expect(grid_row_count(page)).to_have_text("360 of 1,704 rows")
    expect(text).to_have_text("Selected: 2 rows of 1 countries")
    page.get_by_role("button", name="Select all that match").click()
    expect(text).to_have_text("Selected: 360 rows of 30 countries")
    expect(grid_box(page, 0)).to_be_checked()
    grid_box(page, 0).uncheck()
    expect(text).to_have_text("Selected: 359 rows of 30 countries")
    page.get_by_placeholder("Search all columns").fill("")
    expect(grid_row_count(page)).to_have_text("1,704 rows")
    expect(grid_cell(page, 0, "continent")).to_have_text("Asia")
    expect(grid_box(page, 0)).not_to_be_checked()
    lines = press_export(page, "Export as CSV").decode("utf-8-sig").splitlines()
    assert (lines[0].split(",")[0], len(lines)) == ("country", 1705)
    page.get_by_role("button", name="Clear selection").click()
    expect(text).to_have_text("Selected: 0 rows of 0 countries")


def give_a_grid_new_data(page: Page) -> None:
    expect(grid_row_count(page)).to_have_text("142 rows")
    sort_grid(page, "country")
    sort_grid(page, "country")
    expect(grid_cell(page, 0, "country")).to_have_text("Zimbabwe")
    type_grid_filter(page, "country", "land")
    expect(grid_row_count(page)).to_have_text("9 of 142 rows")
    pick(page, page.locator("#grid-year"), "1977")
    expect(grid_cell(page, 0, "year")).to_have_text("1977")
    expect(grid_cell(page, 0, "country")).to_have_text("Thailand")
    expect(grid_row_count(page)).to_have_text("9 of 142 rows")


def filter_beside_the_app(page: Page) -> None:
    expect(grid_row_count(page)).to_have_text("30 rows")
    page.get_by_placeholder("Search all columns").fill("land")
    expect(grid_row_count(page)).to_have_text("6 of 30 rows")
    pick(page, page.locator("#app-filter-continent"), "Africa")
    expect(grid_row_count(page)).to_have_text("1 of 52 rows")
    expect(grid_cell(page, 0, "country")).to_have_text("Swaziland")
    page.get_by_placeholder("Search all columns").fill("")
    type_grid_filter(page, "country", "guinea")
    expect(grid_row_count(page)).to_have_text("3 of 52 rows")
    sort_grid(page, "pop")
    expect(grid_cell(page, 0, "country")).to_have_text("Equatorial Guinea")
    # The table is Europe's again, and the reader's own filter and sort are kept.
    page.wait_for_function("() => JSON.stringify(sessionStorage).includes('guinea')")
    page.reload()
    expect(grid_row_count(page)).to_have_text("None of 30 rows matches the filter")
    type_grid_filter(page, "country", "ger")
    expect(grid_row_count(page)).to_have_text("1 of 30 rows")
    expect(page.locator('.ag-header-cell[col-id="pop"][role=columnheader]')).to_have_attribute(
        "aria-sort", "ascending"
    )


def press_theme(page: Page, switch: int, name: str) -> None:
    """Press a button of one of the page's switches; the site's pages have another switch in their header."""
    buttons = page.locator(f'button[id*="ThemeSwitchAIO"][id*="{name}"]')
    buttons.nth(switch).click()
    for button in buttons.all():
        expect(button).to_have_attribute("aria-pressed", "true")


def keep_switches_in_step(page: Page) -> None:
    root = page.locator("html")
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-bs-theme", "light")
    press_theme(page, 0, "dark")
    expect(root).to_have_attribute("data-bs-theme", "dark")
    text = page.get_by_text("This is dark on light, or light on dark.", exact=True)
    expect(text).to_have_css("color", "rgb(222, 226, 230)")
    page.reload()
    expect(root).to_have_attribute("data-bs-theme", "dark")
    press_theme(page, -1, "light")
    expect(root).to_have_attribute("data-bs-theme", "light")
    press_theme(page, -1, "auto")
    page.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-bs-theme", "dark")


def draw_in_the_theme(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    background = page.locator("#themed-figure .main-svg").first
    expect(background).to_have_css("background-color", "rgb(255, 255, 255)")
    press_theme(page, -1, "dark")
    expect(background).to_have_css("background-color", "rgb(17, 17, 17)")
    press_theme(page, 0, "auto")
    expect(background).to_have_css("background-color", "rgb(255, 255, 255)")
    page.emulate_media(color_scheme="dark")
    expect(background).to_have_css("background-color", "rgb(17, 17, 17)")


def customize_columns(page: Page) -> None:
    headers = page.locator("th.dash-header .column-header-name")
    expect(headers).to_have_text(
        ["Total bill", "Tip", "sex", "smoker", "day", "time", "size", "Share", "per_person"]
    )
    expect(cells(page, "total_bill").first).to_have_text("$16.99")
    expect(cells(page, "share").first).to_have_text("5.9%")
    expect(cells(page, "per_person").first).to_have_text("8.495")
    expect(cells(page, "share").first).to_have_css("padding-left", "16px")
    type_filter(page, "share", "> 0.3")
    expect(cells(page, "share")).to_have_text(["32.6%", "71.0%", "41.7%"])
    emphasis = cells(page, "share").first.evaluate("cell => getComputedStyle(cell).backgroundColor")
    expect(cells(page, "tip").first).not_to_have_css("background-color", emphasis)


def press_export(page: Page, name: str) -> bytes:
    """Press an export button; give the file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    file = download.value
    assert file.suggested_filename == {"Export as CSV": "data.csv", "Export as Excel": "data.xlsx"}[name]
    return file.path().read_bytes()


def export_a_view(page: Page) -> None:
    type_filter(page, "lifeExp", "> 81")
    sort_by(page, "lifeExp")
    expect(cells(page, "lifeExp").first).to_have_text("81.235")
    lines = press_export(page, "Export as CSV").decode("utf-8-sig").splitlines()
    assert lines[0] == "country,continent,year,lifeExp,pop,gdpPercap,iso_alpha,iso_num"
    assert [line.split(",")[0] for line in lines[1:]][-2:] == ['"Hong Kong', "Japan"]
    assert len(lines) == 8
    assert press_export(page, "Export as Excel").startswith(b"PK")
    expect(page.locator('[id*="export_notice"]')).to_be_empty()


def filter_a_database(page: Page) -> None:
    expect(row_count(page)).to_have_text("5,000,000 rows", timeout=240_000)  # which may have to be written
    expect(page.locator("#orders-took")).to_contain_text("DuckDB counted 5,000,000 orders in")
    type_filter(page, "country", "Kenya")
    expect(row_count(page)).to_have_text(re.compile(r"^[0-9,]+ of 5,000,000 rows$"))
    counted = (row_count(page).text_content() or "").partition(" ")[0]
    expect(page.locator("#orders-took")).to_contain_text(f"DuckDB counted {counted} orders in")
    sort_by(page, "order")
    sort_by(page, "order")
    expect(cells(page, "order").first).to_have_text(re.compile("^49999[0-9][0-9]$"))
    expect(cells(page, "country")).to_have_text(["Kenya"] * 10)


def graph_tab(page: Page, name: str) -> Locator:
    """A tab of the page's only GraphWithDataAIO."""
    return page.locator(".aio-graph-with-data").get_by_role("tab", name=name)


def filter_a_graph_by_its_table(page: Page) -> None:
    graph_tab(page, "Table").click()
    rows = page.locator('[id*="DataTableAIO"][id*="row_count"]')
    expect(rows).to_have_text("142 rows")
    type_filter(page, "lifeExp", "> 60")
    expect(rows).to_have_text("99 of 142 rows")
    graph_tab(page, "Chart").click()
    expect(page.locator("figcaption")).to_contain_text("Life expectancy (years) vertically from 60.02")
    page.locator(".aio-chip").click()
    expect(page.locator("figcaption")).to_contain_text("Life expectancy (years) vertically from 39.61")


def filter_a_million_rows_of_a_graph(page: Page) -> None:
    graph_tab(page, "Table").click()
    page.get_by_label("country Filter Input").first.fill("Kenya")
    rows = page.locator('[id*="AgGridAIO"][id*="row_count"]')
    expect(rows).to_have_text(re.compile("^16[0-9],[0-9]{3} of 1,000,000 rows$"))
    graph_tab(page, "Chart").click()
    expect(page.locator("figcaption")).not_to_contain_text("Norway")


def filter_a_graph_in_a_house_style(page: Page) -> None:
    expect(page.locator("figcaption")).to_contain_text("For Argentina, Brazil, Chile")
    graph_tab(page, "Table").click()
    type_filter(page, "country", "Chile")
    graph_tab(page, "Chart").click()
    expect(page.locator("figcaption")).not_to_contain_text("Argentina")
    expect(page.locator(".js-plotly-plot")).to_contain_text("Chile overtook its neighbours")


def give_a_graph_new_data(page: Page) -> None:
    told = page.locator("#people-told")
    expect(told).to_have_text("142 countries had 6,251,013,179 people in 2007.")
    pick(page, page.locator("#people-year"), "1952")
    expect(told).to_contain_text("people in 1952.")
    expect(page.locator("figcaption")).to_contain_text(
        "People horizontally from 10,686,006 to 1,395,357,351."
    )


def read_how_to_start_a_database(page: Page) -> None:
    expect(page.locator("#how-to-start")).to_contain_text("start a PostgreSQL with a million orders")


def read_how_to_start_spark(page: Page) -> None:
    expect(page.locator("#how-to-start-spark")).to_contain_text("start a Spark Connect server")


def house_style_title(page: Page | Locator) -> Locator:
    """The titles of the page's graphs in a house style."""
    return page.locator('[id*="HouseStyleGraphAIO"] .gtitle')


def house_style_picture(page: Page | Locator) -> Locator:
    """The pictures that screen readers are told of."""
    return page.locator('[role=img][id*="HouseStyleGraphAIO"]')


def names_at_lines(page: Page) -> Locator:
    """The texts in a graph that are no ticks: at its lines, above and below."""
    return page.locator('[id*="HouseStyleGraphAIO"] .annotation-text')


def see_lines_with_their_names(page: Page) -> None:
    expect(house_style_title(page)).to_have_text(
        re.compile(r"^Where lives were short, they\s*became longer\s*$")
    )
    for text in (
        "Brazil",
        "Japan",
        "Life expectancy at birth in",
        "years",
        "Source: Gapminder",
    ):
        expect(names_at_lines(page).filter(has_text=text)).to_have_count(1)
    expect(page.locator(".scatterlayer .js-line")).to_have_count(4)
    expect(house_style_picture(page)).to_have_attribute(
        "aria-label", re.compile("Line chart.*Japan: 63 years in 1952, 82.6 years in 2007, up throughout")
    )


def see_all_kinds(page: Page) -> None:
    expect(house_style_title(page)).to_have_count(6)
    kinds = [
        "Line chart",
        "Bar chart",
        "Bar chart",
        "Stacked bar chart",
        "Scatter chart",
        "Small line charts",
    ]
    for number, kind in enumerate(kinds):
        expect(house_style_picture(page).nth(number)).to_have_attribute(
            "aria-label", re.compile(f"^{kind}: ")
        )


def switch_styles(page: Page) -> None:
    report = page.locator("#style-report")
    expect(house_style_title(page)).to_have_css("font-size", re.compile("^(20|17)px$"))
    expect(report).to_contain_text("light.other: #bfbfbf on #ffffff has a contrast of 1.84: marks need 3.0.")
    pick(page, page.locator("#style-name"), "After the BBC's cookbook for graphics")
    expect(report).to_contain_text("#faab18 on #ffffff has a contrast of 1.93")
    expect(page.locator(".legendtext")).to_have_text(["Brazil", "China", "India", "Japan"])
    pick(page, page.locator("#style-name"), "Neutral")
    expect(report).to_have_text("Nothing was found: everybody can read it.")
    expect(page.locator(".legendtext")).to_have_count(0)


def write_a_style(page: Page) -> None:
    toml, findings = page.locator("#style-toml"), page.locator("#style-findings")
    expect(findings).to_contain_text("#6cc0dc and #b79ced are hard to tell apart with deuteranopia")
    text = toml.input_value()
    toml.fill(text.replace('muted = "#6b5b4b"', 'muted = "brown"'))
    toml.blur()
    expect(findings).to_have_text('Line 16: light.muted has to be a colour like #1f77b4, not "brown".')
    toml.fill(text.replace("title_size = 22", "title_size = 30"))
    toml.blur()
    expect(findings).to_contain_text("are hard to tell apart")
    expect(house_style_title(page)).to_have_css("font-size", re.compile("^(30|26)px$"))


def choose_countries(page: Page) -> None:
    expect(names_at_lines(page).filter(has_text="Botswana").first).to_be_visible()
    pick(page, page.locator("#chosen-countries"), "Albania")
    page.keyboard.press("Escape")
    expect(names_at_lines(page).get_by_text("Albania", exact=True)).to_have_count(1)
    expect(house_style_picture(page)).to_have_attribute(
        "aria-label", re.compile("Albania: 55.2 years in 1952")
    )
    page.locator("#chosen-countries .dash-dropdown-clear").click()
    expect(page.locator("#countries-fault")).to_have_text(
        "Nothing can be drawn: df has no rows: there is nothing to draw."
    )


INTERACTIONS: dict[str, Callable[[Page], None]] = {
    "pages.ag_grid.app_filter": filter_beside_the_app,
    "pages.ag_grid.custom_columns": customize_grid,
    "pages.ag_grid.million_rows": filter_by_a_graph,
    "pages.ag_grid.new_data": give_a_grid_new_data,
    "pages.ag_grid.selected_rows": select_grid_rows,
    "pages.ag_grid.simple_usage": use_grid_simply,
    "pages.data_table.custom_columns": customize_columns,
    "pages.data_table.dynamic_with_graphs": follow_the_filter,
    "pages.data_table.larger_than_memory": filter_a_database,
    "pages.data_table.postgres": read_how_to_start_a_database,
    "pages.data_table.spark": read_how_to_start_spark,
    "pages.data_table.selected_rows": select_rows,
    "pages.data_table.from_a_key": see_own_rows,
    "pages.data_table.new_data": give_new_data,
    "pages.data_table.export": export_a_view,
    "pages.data_table.simple_usage": use_table_simply,
    "pages.house_style_graph.custom_callback": choose_countries,
    "pages.house_style_graph.kinds": see_all_kinds,
    "pages.house_style_graph.simple_usage": see_lines_with_their_names,
    "pages.house_style_graph.three_styles": switch_styles,
    "pages.house_style_graph.your_own_style": write_a_style,
    "pages.graph_with_data.custom_callback": give_a_graph_new_data,
    "pages.graph_with_data.house_style": filter_a_graph_in_a_house_style,
    "pages.graph_with_data.million_orders": filter_a_million_rows_of_a_graph,
    "pages.graph_with_data.simple_usage": filter_a_graph_by_its_table,
    "pages.markdown_with_color.custom_callback": bind_callbacks,
    "pages.markdown_with_color.custom_props": persist_a_color,
    "pages.markdown_with_color.one_output": write_to_one_output,
    "pages.markdown_with_color.simple_usage": use_markdown_simply,
    "pages.theme_switch.figure_follows": draw_in_the_theme,
    "pages.theme_switch.simple_usage": keep_switches_in_step,
}
