"""The Handbook kept on a device: what is in the copy, its search index, its files."""
