"""The quality table 1.1-5.1 as a report: its tables, its figures, its words."""
