"""Keeping an office: its making, its check, backups, erasure, and what falls due by itself."""
