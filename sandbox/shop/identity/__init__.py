"""The site as a whole: identity, look, settings, extensions."""
