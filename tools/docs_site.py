"""What `make docs` adds to the pages of docs/: pages of the root, the reference, the decisions.

MkDocs calls the functions by their names (its hooks).
"""

from __future__ import annotations

import ast
import logging
import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.docs_site")

ROOT = Path(__file__).parents[1]
ROOT_PAGES = ("CHANGELOG.md", "CONTRIBUTING.md")
"""Pages that everybody looks for in the root; the site has them beside the others."""

ROOMS = {
    "kezek_core": "core",
    "kezek_queue": "queue",
    "kezek_printers": "printers",
    "kezek_hardware": "hardware",
}
ELSEWHERE = re.compile(r'<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)="(?:https?:)?//[^"]*"')
LINK = re.compile(r"(\]\()([^)#\s]+)")


def public_packages(package: str) -> list[str]:
    """What others may import of a room: its packages, and the modules that lie directly in it."""
    top = ROOT / ROOMS[package] / package
    found = [package] if _exports(top / "__init__.py") else []
    for path in sorted(top.glob("*")):
        if path.suffix == ".py" and path.stem.strip("_") == path.stem:
            found.append(f"{package}.{path.stem}")
        elif (path / "__init__.py").exists() and _exports(path / "__init__.py"):
            found.append(f"{package}.{path.name}")
    return found


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The lists that grow by a file."""
    decisions = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    reference: list[object] = ["reference/index.md"]
    reference += [
        {package: [{name: f"reference/{name}.md"} for name in public_packages(package)]}
        for package in ROOMS
    ]
    config.nav += [
        {"Reference": reference},
        {"Decisions": [f"decisions/{name}" for name in decisions]},
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """A page a package, and the pages of the root."""
    for name in (name for package in ROOMS for name in public_packages(package)):
        text = f"# {name}\n\n::: {name}\n"
        files.append(File.generated(config, f"reference/{name}.md", content=text))
    for name in ROOT_PAGES:
        files.append(File.generated(config, name, abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links are written as they hold in the repository; here they hold in the site."""
    source = page.file.src_uri
    stands_in = "" if source in ROOT_PAGES else posixpath.join("docs", posixpath.dirname(source))

    def in_site(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(stands_in, link[2]))
        if target in ROOT_PAGES:
            there = target
        elif source in ROOT_PAGES and target.startswith("docs/"):
            there = target.removeprefix("docs/")
        else:
            return link[0]
        return link[1] + posixpath.relpath(there, posixpath.dirname(source) or ".")

    return LINK.sub(in_site, markdown)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """An office without the internet reads the manual too."""
    for found in ELSEWHERE.findall(output):
        log.warning("%s: expected a file of the site, got %s; take it along", page.url, found)
    return output


def _exports(init: Path) -> bool:
    body = ast.parse(init.read_text("utf-8")).body
    assigned = (name for line in body if isinstance(line, ast.Assign) for name in line.targets)
    return "__all__" in map(ast.unparse, assigned)
