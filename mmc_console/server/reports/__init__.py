"""Reports: any days of a centre in one table, with its files."""
