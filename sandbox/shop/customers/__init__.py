"""Customers, addresses, groups, titles, consents."""
