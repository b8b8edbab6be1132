"""The catalogue's rules, on their own."""
