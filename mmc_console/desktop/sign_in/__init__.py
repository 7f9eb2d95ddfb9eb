"""Sign-in: the server in one line, who worked here lately, a name and a password."""
