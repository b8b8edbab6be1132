"""The exam around the shop: contexts, subjects, journal, sessions, evidence, grading, practice. Knows no Flask."""
