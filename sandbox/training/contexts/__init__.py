"""Contexts: the folders that describe a mock company, checked and loaded into a reference shop."""
