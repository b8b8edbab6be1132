"""The ground floor: what every room stands on. Knows no domain, no web."""
