"""Home blocks and their order, carousel, featured products, shop menu, link lists, reassurance."""
