"""What the law says, worked out from plain values."""
