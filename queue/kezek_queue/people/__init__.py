"""Personal data: kept apart, exported and erased on demand."""
