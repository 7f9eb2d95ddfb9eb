"""First run: which language, and which of three ways this PC works."""
