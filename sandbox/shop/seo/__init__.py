"""How the shop's own pages are found: their titles, descriptions and addresses."""
