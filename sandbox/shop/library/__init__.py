"""The site's media library."""
