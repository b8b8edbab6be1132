"""A session played on this very machine, with what may happen to it, and what it kept."""
