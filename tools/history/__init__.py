"""Writes the sales history of a context (orders, lines, abandoned carts) from a profile, the same bytes each time.

It is a tool for authors: the result is committed beside the rest of the context, and the product never imports it. Run it from
the root of the repository: `python3 -m tools.history`.
"""
