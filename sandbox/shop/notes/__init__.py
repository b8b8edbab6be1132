"""Notes: what somebody writes beside the shop and hands in, one text a deliverable."""
