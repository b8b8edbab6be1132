"""Information pages of the shop."""
