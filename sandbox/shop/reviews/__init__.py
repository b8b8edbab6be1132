"""Product reviews: moderation with reasons, public replies."""
