"""Staff and devices: accounts, PINs, sessions, tokens, roles."""
