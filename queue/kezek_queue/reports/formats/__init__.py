"""Files that a report is written as; they know tables and cells, and no report."""
