"""Compiles what a program computes to WebAssembly, with NumPy's bits."""
