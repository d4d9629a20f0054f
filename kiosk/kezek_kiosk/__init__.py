"""Kezek's appliance: screens, HTTP API, command line and the composition root."""
