"""How the centre's data is changed while people work: drafts, publications and their history."""
