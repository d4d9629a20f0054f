"""``python -m kezek_kiosk`` is the same as ``kezek``."""

from kezek_kiosk.cli import main

if __name__ == "__main__":
    main()
