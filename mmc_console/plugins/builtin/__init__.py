"""The plugins that come with the program. They use `plugins.api` like anybody's, and nothing else of it."""
