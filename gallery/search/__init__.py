"""The search of the whole site: an index made of what pages say, in which MiniSearch finds in the browser."""

from .routes import add_search, search_tag

__all__ = ["add_search", "search_tag"]
