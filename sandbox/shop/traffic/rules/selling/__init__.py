"""The writing of a company's orders from its traffic profile: pure, the same orders for the same seed."""
