"""Clinics, pathways and the centre's own data: written as a draft, checked while one types, published at a moment."""
