"""WordPress's own exchange file (WXR: RSS with name spaces of its own) as plain data: read from bytes, written to text."""
