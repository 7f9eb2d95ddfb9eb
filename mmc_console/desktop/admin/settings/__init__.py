"""Settings: of this PC, of the centre by area, and what is known of one patient."""
