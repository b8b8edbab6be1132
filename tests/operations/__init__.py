"""The operations that real subjects ask for, each done on the screens as a candidate does it."""
