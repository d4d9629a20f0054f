"""Slips laid out on the character grid, before any printer is thought of."""
