"""Notices, kept with the events they come from: what a patient should be told stands in the log's own transaction."""
