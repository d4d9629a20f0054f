"""Reports as documents: worded, laid out, and written as CSV, XLSX, PDF and text."""
