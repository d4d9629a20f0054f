"""The journal: append-only, chained, and the clocks its events are written by."""
