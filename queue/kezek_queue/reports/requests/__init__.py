"""The report of requests: which ones, their totals, their list, its words."""
