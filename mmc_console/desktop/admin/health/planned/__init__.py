"""Times named beforehand in which the server may stand still: planned, seen, called off."""
