"""What the server knows of devices: how they stand, what was scanned, what virtual ones show."""
