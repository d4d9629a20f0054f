"""The edge: connections, their deadlines and places, and whose they are."""
