"""Who is next, and how long a newcomer waits."""
