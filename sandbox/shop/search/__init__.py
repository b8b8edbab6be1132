"""The storefront's search, aliases, searches without result."""
