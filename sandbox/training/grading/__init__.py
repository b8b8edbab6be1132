"""What the examiner writes: observations, levels, the mark, the signature; and the report made from them."""
