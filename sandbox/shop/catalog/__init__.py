"""Categories, products, variants, attributes, features, brands, images, packs, customisation, stock, tags."""
