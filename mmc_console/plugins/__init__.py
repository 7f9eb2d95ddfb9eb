"""Where a centre's own additions hook in. A plugin imports `plugins.api` and nothing else of the program."""
