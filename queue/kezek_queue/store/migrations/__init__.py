"""How an older database becomes one of this version; Alembic is imported here and nowhere else."""
