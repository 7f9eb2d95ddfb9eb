"""Everything with a window. The only place where Qt may be imported."""
