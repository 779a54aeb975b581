"""Text as HTML: Markdown, source with numbered lines, and the headings of a page."""
