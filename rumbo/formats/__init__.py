"""Outside shapes, read and written: plain values in, plain values out."""
