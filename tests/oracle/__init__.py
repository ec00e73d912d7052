"""The oracle: independent implementations to compare the written programs with, to the bit."""
