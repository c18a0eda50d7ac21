"""The speed figures, each beside the peer or limit it is held against, measured in one run."""
