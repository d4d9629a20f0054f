"""The revisions of the staff tables, one module each, in the order of ``STAFF.revisions``."""
