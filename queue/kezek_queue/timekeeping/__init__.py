"""Time between commands: signs of life, a clock told by staff, waits measured again."""
