"""The journal: every committed business action of a shop, in words and as row changes, numbered without holes."""
