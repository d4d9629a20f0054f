"""What runs beside the devices: printers, boards, sound, panels, scanners as clients of the API."""
