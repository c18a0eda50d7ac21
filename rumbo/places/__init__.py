"""States and the offices that run the program in them, each row with its source."""
