"""The page of users and roles: people, consoles, boards, plugins."""
