"""Blocks of the sidebar and of the footer's areas."""
