"""A kiosk: people register themselves, by touch."""
