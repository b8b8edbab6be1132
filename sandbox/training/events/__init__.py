"""What happens in the shop during the test: when it is due (rules), what it does (effects), and that it happens once (services)."""
