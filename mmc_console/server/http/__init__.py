"""HTTP around the services: parse, call one service, encode. No rule and no SQL lives here."""
