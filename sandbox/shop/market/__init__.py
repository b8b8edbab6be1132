"""The market: what seven more days would bring to a shop, by a simplified model whose rules are written here."""
