"""The centre's server: one log, one writer, HTTP around it. Never imports the client or Qt."""
