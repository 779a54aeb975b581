"""What turns a package of examples into a site of pages, each with its demo beside its source."""

from .site import create_app

__all__ = ["create_app"]
