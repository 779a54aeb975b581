"""The page of PostgreSQL's example shows its table where there is a database."""

from __future__ import annotations

import sys

import psycopg
from playwright.sync_api import Page, expect

from pages.data_table.postgres import TABLE
from tests.browser import leaving, visit
from tests.postgres_server import PostgresServer
from tests.server import serve
from tests.site.interactions import cells, row_count, sort_by, type_filter


def test_a_table_of_a_database_is_shown_filtered_and_sorted(page: Page) -> None:
    with PostgresServer() as server:
        with psycopg.connect(server.url) as connection:
            connection.execute(TABLE)
        command = [sys.executable, "-m", "pages.data_table.postgres"]
        with serve(command, {"REDIS_URL": "", "DATABASE_URL": server.url}) as url, leaving(page):
            visit(page, url)
            expect(row_count(page)).to_have_text("1,000,000 rows")
            type_filter(page, "country", "Kenya")
            expect(row_count(page)).to_have_text("333,333 of 1,000,000 rows")
            sort_by(page, "id")
            sort_by(page, "id")
            expect(cells(page, "id").first).to_have_text("999998")


def test_a_database_that_isnt_there_is_told(page: Page) -> None:
    command = [sys.executable, "-m", "pages.data_table.postgres"]
    gone = {"REDIS_URL": "", "DATABASE_URL": "postgresql://postgres@127.0.0.1:9/postgres"}
    with serve(command, gone, path="/_dash-dependencies") as url:
        visit(page, url)
        expect(page.get_by_text("The orders can't be shown. PostgreSQL can't be reached")).to_be_visible()
