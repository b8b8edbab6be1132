"""The charts that a candidate composes from the statistics and adds to a note."""
