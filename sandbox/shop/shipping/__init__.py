"""Carriers, zones and fees."""
