"""The console's own pieces: look, words, buttons, tables. Knows nothing of queues, servers or screens."""
