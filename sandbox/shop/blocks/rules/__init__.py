"""Kinds of blocks, reading, checking, drawing, and the markup other tools write them in. Pure."""
