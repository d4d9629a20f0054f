"""The tables of an office, and what they forbid."""
