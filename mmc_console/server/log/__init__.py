"""The centre's log: what was decided, what was answered, and the rows that reports read. Decides nothing itself."""
