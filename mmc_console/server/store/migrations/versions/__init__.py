"""How the schema grew, one file a step. Only `server.store.migrate` runs them."""
