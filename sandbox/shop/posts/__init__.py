"""Articles and pages of the site, their categories, tags and revisions."""
