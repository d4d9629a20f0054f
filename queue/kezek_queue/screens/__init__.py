"""What screens read: one ticket, the whole queue, the hall board."""
