"""VAT rates."""
