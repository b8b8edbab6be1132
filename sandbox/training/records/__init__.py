"""After a session: its record, the fairness sheet, its archive, and an archive opened again."""
