"""The printed guides."""
