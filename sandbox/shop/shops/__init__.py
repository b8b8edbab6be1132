"""Shops: reference, baseline, copy or draft; settings; the revision that grows with each committed write."""
