"""A work as an EPUB 3 book."""
