"""Carts, checkout, orders and their states, payments."""
