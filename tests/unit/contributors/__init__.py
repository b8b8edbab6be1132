"""Rules of the site's accounts."""
