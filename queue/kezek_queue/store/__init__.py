"""The database: opened, checked, migrated, and written by one thread."""
