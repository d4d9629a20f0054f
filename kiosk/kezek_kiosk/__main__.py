"""``kezek``, and ``python -m kezek_kiosk``: the command line, or what it needs to be one."""

from __future__ import annotations

import sys

from kezek_core.extras import LibraryMissingError, naming_the_extra


def main() -> None:
    """Run the command line; where its libraries are missing, say which extra brings them."""
    try:
        with naming_the_extra():
            from kezek_kiosk.cli import main as command_line

            command_line()
    except LibraryMissingError as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
