"""Processes of the appliance: one server on its data, its clocks, its signals, jobs that repeat."""
