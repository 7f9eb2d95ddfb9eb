"""What Reception and Clinic both know of a ticket on a screen; neither page imports the other."""
