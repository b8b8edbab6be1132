"""Comments under the site's articles and pages."""
