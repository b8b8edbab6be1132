"""`run.py`, the first thing a user starts."""
