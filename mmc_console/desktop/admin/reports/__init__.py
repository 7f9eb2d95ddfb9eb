"""Reports: any days in one table, against the days before; saved, printed, as PDF."""
