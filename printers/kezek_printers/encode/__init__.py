"""Slips become ESC/POS bytes: text in the printer's font, Kazakh letters, drawn bands."""
