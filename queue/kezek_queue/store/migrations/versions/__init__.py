"""The revisions, one module each, in the order of ``kezek_queue.schema.tables.REVISIONS``."""
