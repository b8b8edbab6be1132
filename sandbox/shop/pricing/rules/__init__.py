"""The price of a product and the reductions of a cart, without a database. See docs/algorithme-des-prix.md."""
