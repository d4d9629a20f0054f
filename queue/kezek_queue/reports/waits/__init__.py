"""The report of waits: its table, its log, its words."""
