"""Sweeps on all cores and on a cluster. Nothing here is part of the page."""
