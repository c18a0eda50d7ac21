"""Rumbo: an open, independent hub for the U.S. Migrant Education Program."""
