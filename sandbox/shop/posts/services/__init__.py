"""Writing articles and pages; categories and tags."""
