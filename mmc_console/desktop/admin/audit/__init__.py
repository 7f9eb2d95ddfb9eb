"""Who did and who read what; whether that record is whole; and the keys the server guards everything with."""
