"""The drawer of what is not at the server yet, and the decisions about it."""
