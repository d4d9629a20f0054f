"""What a window does: open, call, serve, transfer, mark a no-show."""
