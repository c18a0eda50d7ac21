"""Public impact figures: stored with their sources, loaded, looked up, compared."""
