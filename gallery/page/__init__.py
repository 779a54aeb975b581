"""What a page is made of: templates, and the island in them that Dash renders."""
