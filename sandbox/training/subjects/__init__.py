"""Subjects: the format of their files, reading them with every fault in French, and playing their runs."""
