"""The traffic profile of a company edited part by part, previewed, then applied."""
