"""The blocks that the site's texts are made of: structured data, never markup. Pure: this room has no tables."""
