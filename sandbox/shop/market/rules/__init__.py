"""The model of the market, pure: what is seen of a shop, what moves buyers, a week played visit by visit."""
