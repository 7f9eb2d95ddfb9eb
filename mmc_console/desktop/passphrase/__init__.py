"""Asks for what opens this PC's keys where no keyring does: before anything of a patient is read or written."""
