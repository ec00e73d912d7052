"""What build.py calls: fetch and verify the runtime, compile it, assemble dist/, serve it, test it.

Each module does one of these; `assemble.py` is the place to start reading.
"""
