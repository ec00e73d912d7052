"""Computes what the page shows: pictures, scores, diagnosis."""
