"""Bringing another program's catalogue into the files of a context."""
