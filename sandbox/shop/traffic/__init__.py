"""Visits, sources, funnel, sales indicators."""
