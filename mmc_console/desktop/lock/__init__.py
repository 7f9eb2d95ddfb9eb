"""The lock: covers everything of patients while work goes on behind it, and lets back in whoever proves who they are."""
