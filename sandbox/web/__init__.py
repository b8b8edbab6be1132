"""The faces of the house onto the one domain, and the frame that gives every request the same life."""
