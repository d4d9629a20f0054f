"""A day of an office, replayed through the HTTP API and counted on its own."""
