"""Data: truth tables, points, curves, and the reader's own rows."""
