"""The search of the whole site: an index made of what pages say, in which MiniSearch finds in the browser."""
