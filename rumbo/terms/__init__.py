"""The field's nouns as frozen values: plain Python, no database, no clock, no settings."""
