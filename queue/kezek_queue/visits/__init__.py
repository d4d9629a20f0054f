"""What happens to a visit: issue, hold, cancel, the end of a day and its taking back."""
