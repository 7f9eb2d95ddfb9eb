"""The lock: covers all that is of patients while work goes on behind it; whoever proves who they are comes back in."""
