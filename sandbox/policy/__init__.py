"""Who may do what: pure rules, default deny."""
