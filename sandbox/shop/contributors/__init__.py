"""The people who write the site: accounts, roles and what each role may do."""
