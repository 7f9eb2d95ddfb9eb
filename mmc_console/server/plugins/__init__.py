"""Plugins on the server's side: what there is, what is on, what was handed over. Their code never runs here."""
