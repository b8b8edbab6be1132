"""Customer service: contacts, threads, messages, predefined messages, the simulated mailbox."""
