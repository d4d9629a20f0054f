"""The screens: what visitors see and what the staff work with."""
