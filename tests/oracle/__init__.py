"""The oracle: independent implementations that the written programs are compared with, to the bit."""
