"""The candidate’s face, through the client."""
