"""Drills: what a centre fears, done to the real server."""
