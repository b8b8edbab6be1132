"""A candidate's whole run again: the shop as it was at any moment, and what had changed by then."""
