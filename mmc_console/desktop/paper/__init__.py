"""Tickets on paper: what a ticket says, its one drawing, and the printers it goes to, off the window's thread."""
