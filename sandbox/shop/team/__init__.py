"""The mock company's employees and profiles."""
