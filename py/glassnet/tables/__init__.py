"""Tables of plain functions, each with its derivative beside it: what a network can be made of."""
