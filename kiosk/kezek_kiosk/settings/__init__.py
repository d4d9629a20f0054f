"""The settings of an appliance: typed sections, the file they are read from, its secrets."""
