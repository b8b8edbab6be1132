"""Pictures of the faces for the README and the guides, taken from the live demonstration."""
