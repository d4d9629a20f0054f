"""Small files in which the kernel tells how a part stands."""

from __future__ import annotations

from pathlib import Path


def kernel_text(path: Path) -> str:
    """The text of a kernel file; "" when there is none or the kernel does not tell."""
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""
