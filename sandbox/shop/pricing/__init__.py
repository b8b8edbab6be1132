"""Specific prices, catalogue rules, cart rules, and why a price is what it is."""
