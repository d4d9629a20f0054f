"""Compiles the translation catalogues (.po to .mo) when a wheel or an editable install is built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOMS = ("core", "queue", "printers", "kiosk")
"""What has catalogues."""


def compile_catalogues(root: Path) -> list[Path]:
    """Write one .mo beside every .po below ``root`` and return the written files."""
    written = []
    for source in sorted(root.glob("**/translations/**/*.po")):
        target = source.with_suffix(".mo")
        with source.open("rb") as po:
            catalogue = read_po(po)
        with target.open("wb") as mo:
            write_mo(mo, catalogue)
        written.append(target)
    return written


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """The build hook that pyproject.toml names."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are collected."""
        for room in ROOMS:
            compile_catalogues(Path(self.root) / room)
