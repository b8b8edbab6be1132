"""The orders of a company written from its traffic profile: what it sells is read from its folder, its files are given back."""
