"""Tests of the shop as its customers see it, page by page."""
