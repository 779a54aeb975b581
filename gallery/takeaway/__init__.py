"""What is taken along from a page: a project to download, and its Markdown."""
