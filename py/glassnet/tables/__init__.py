"""Tables of the plain functions that make up a network, each with its derivative beside it."""
