"""The rooms keep to their arrows: this file reads the imports and names the line at fault."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from kezek_core.extras import EXTRA_OF

pytestmark = pytest.mark.slow(0.3)

ROOT = Path(__file__).parents[1]
ROOMS = {
    "kezek_core": ROOT / "core" / "kezek_core",
    "kezek_queue": ROOT / "queue" / "kezek_queue",
    "kezek_printers": ROOT / "printers" / "kezek_printers",
    "kezek_hardware": ROOT / "hardware" / "kezek_hardware",
    "kezek_kiosk": ROOT / "kiosk" / "kezek_kiosk",
}
MAY_IMPORT = {
    "kezek_core": {"kezek_core"},
    "kezek_queue": {"kezek_core", "kezek_queue"},
    "kezek_printers": {"kezek_core", "kezek_printers"},
    "kezek_hardware": {"kezek_core", "kezek_hardware"},
    "kezek_kiosk": set(ROOMS),
}
OUTSIDE_MODULES = {
    "asyncio",
    "glob",
    "http",
    "importlib",
    "io",
    "logging",
    "multiprocessing",
    "os",
    "pathlib",
    "platform",
    "random",
    "secrets",
    "selectors",
    "shutil",
    "signal",
    "socket",
    "socketserver",
    "sqlite3",
    "ssl",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "uuid",
    "_thread",
}
"""Modules of the standard library that open, read a clock or an environment, or start something."""

CALENDAR = "holidays"
"""The one library the core may use: public holidays as arithmetic, no file, no clock. Importing it
is slow, so it is imported where a calendar is asked for, never at the top of a module."""

CATALOGUES = {
    "added.py": {"pathlib"},
    "catalogue.py": {"pathlib"},
    "compiled.py": {"babel", "io", "pathlib"},
}
"""The modules of the core that read files, those of its own words: they belong to the program as
its code does. Babel compiles a catalogue of a checkout."""

OUTSIDE_CALLS = {"open", "print", "input", "exec", "eval", "compile", "__import__"}
CLOCK_READS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
}
LATE_LIBRARIES = {
    "PIL": "pictures of slips; a server issues tickets without",
    "argon2": "only when a PIN is typed",
    "cryptography": "only when a certificate is made or shown",
    "babel": "only to compile a catalogue, and for the names of weekdays",
    "escpos": "takes half a second and leaves a directory in /tmp",
    "holidays": "takes as long as a first ticket",
    "prometheus_client": "only when a Prometheus server asks",
    "psycopg": "an office in a file has no server",
    "qrcode": "brings Pillow along",
    "serial": "only where a serial line is configured",
    "usb": "only where a USB printer is configured",
}
"""Every library that is imported inside a function, and why not at the top of its module."""

LATE_MODULES = {
    "kezek_kiosk.__main__": "the command line may lack its libraries, and must be able to say so",
    "kezek_kiosk.api.health": "the description of the API, which only programs ask for",
    "kezek_kiosk.cli": "every command's module is loaded for the help; what it needs, when it runs",
    "kezek_kiosk.compose": "commands that open an office need none of its pages",
    "kezek_kiosk.compose_agent": "only virtual devices ask the office and its database",
    "kezek_kiosk.edge.farewells": "the parent knows the worker's class, and needs no web framework",
    "kezek_kiosk.serve": "the parent only watches; what the office stands on lives in the worker",
    "kezek_printers.emulator.papers": "Pillow and qrcode, for the picture of a paper",
    "kezek_queue.reports.files": "XlsxWriter and fpdf2, for a workbook and a paper",
    "kezek_queue.store.revision": "Alembic takes half a second, and hardly any start needs it",
}
"""Every module or package that imports modules of ours inside a function, and why."""

NEEDS_AN_EXTRA = {
    "kezek_printers.emulator.paper_picture",
    "kezek_queue.reports.formats.pdf",
    "kezek_queue.reports.formats.xlsx",
}
"""Modules that import libraries of an extra at their top; they themselves are imported late."""

COMES_ALONG = {"werkzeug"}
"""What a library of the same extra brings by itself."""

LIBRARY_ROOMS = ("kezek_core", "kezek_queue", "kezek_printers", "kezek_hardware")
SHADOWING = "a package named like the standard library's `queue` breaks gunicorn and thread pools"


@dataclass(frozen=True)
class Import:
    """One import, as the module names it."""

    where: str
    name: str
    inside_function: bool

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]


def sources(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name}:{node.lineno}"


def imports(path: Path, tree: ast.Module) -> Iterator[Import]:
    for node, inside_function in statements(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(place(path, node), alias.name, inside_function)
        elif isinstance(node, ast.ImportFrom):
            name = "." * node.level + (node.module or "")
            yield Import(place(path, node), name, inside_function)


def statements(node: ast.AST, *, inside_function: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    """Every node below ``node``, and whether it stands in the body of a function."""
    yield node, inside_function
    inside = inside_function or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    for inner in ast.iter_child_nodes(node):
        yield from statements(inner, inside_function=inside)


def late_imports(folder: Path) -> Iterator[Import]:
    """Every import inside a function."""
    for path, tree in sources(folder):
        yield from (each for each in imports(path, tree) if each.inside_function)


def module_of(path: Path, room: Path) -> str:
    return ".".join(path.relative_to(room.parent).with_suffix("").parts)


def reason_for(module: str) -> str | None:
    """The entry of `LATE_MODULES` that a module or its package has."""
    return next((name for name in LATE_MODULES if f"{module}.".startswith(f"{name}.")), None)


def unnamed_libraries(folder: Path) -> list[str]:
    """Imports of libraries of an extra whose absence would not say which extra brings them."""
    faults = []
    for path, tree in sources(folder):
        if module_of(path, folder) in NEEDS_AN_EXTRA:
            continue
        named = {id(inner) for node in ast.walk(tree) if names_the_extra(node)
                 for inner in ast.walk(node)}  # fmt: skip
        types_only = {id(inner) for node in ast.walk(tree) if is_for_types(node)
                      for inner in ast.walk(node)}  # fmt: skip
        for node in ast.walk(tree):
            libraries = {name.partition(".")[0] for name in imported_names(node)} & set(EXTRA_OF)
            if libraries and id(node) not in named | types_only:
                faults.append(f"{place(path, node)}: {', '.join(libraries)}")
    return faults


def names_the_extra(node: ast.AST) -> bool:
    return isinstance(node, ast.With) and "naming_the_extra()" in map(
        ast.unparse, (item.context_expr for item in node.items)
    )


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def normalised(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def imported_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def room_faults(package: str, folder: Path) -> list[str]:
    """Every import of another room that this room may not know."""
    return [
        f"{each.where}: {package} may not import {each.name}"
        for path, tree in sources(folder)
        for each in imports(path, tree)
        if each.top in ROOMS and each.top not in MAY_IMPORT[package]
    ]


def core_import_faults(folder: Path) -> list[str]:
    """Every import of the core beyond itself and the pure part of the standard library."""
    return [
        f"{each.where}: core is pure, it may not import {each.name}"
        for path, tree in sources(folder)
        for each in imports(path, tree)
        if each.top != "kezek_core"
        and not (each.top == CALENDAR and each.inside_function)
        and each.top not in CATALOGUES.get(path.name, set())
        and (each.top in OUTSIDE_MODULES or each.top not in sys.stdlib_module_names)
    ]


def core_call_faults(folder: Path) -> list[str]:
    """Every call of the core that opens something, shows something or reads a clock."""
    return [
        f"{place(path, node)}: core is pure, it may not call {ast.unparse(node.func)}()"
        for path, tree in sources(folder)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and is_outside_call(node.func)
    ]


def is_outside_call(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id in OUTSIDE_CALLS
    if isinstance(called, ast.Attribute):
        owner = called.value
        name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
        return (name, called.attr) in CLOCK_READS
    return False


def relative_faults(folder: Path) -> list[str]:
    return [
        f"{each.where}: name the package, not {each.name or '.'}"
        for path, tree in sources(folder)
        for each in imports(path, tree)
        if each.name.startswith(".")
    ]


@pytest.mark.parametrize("package", ROOMS)
def test_a_room_imports_only_the_rooms_it_may_know(package):
    faults = room_faults(package, ROOMS[package])

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("package", ROOMS)
def test_a_room_names_its_own_package_in_full(package):
    faults = relative_faults(ROOMS[package])

    assert not faults, "\n".join(faults)


def test_core_imports_only_itself_and_the_pure_standard_library():
    faults = core_import_faults(ROOMS["kezek_core"])

    assert not faults, "\n".join(faults)


def test_core_opens_nothing_shows_nothing_and_reads_no_clock():
    faults = core_call_faults(ROOMS["kezek_core"])

    assert not faults, "\n".join(faults)


def test_what_is_imported_inside_a_function_is_listed_with_its_reason():
    libraries, modules, others = set(), set(), []
    for room, folder in ROOMS.items():
        for each in late_imports(folder):
            path = ROOT / each.where.rpartition(":")[0]
            listed = reason_for(module_of(path, folder))
            if each.top not in ROOMS and each.top in LATE_LIBRARIES:
                libraries.add(each.top)
            elif each.top in ROOMS and listed is not None:
                modules.add(listed)
            else:
                others.append(f"{each.where}: import {each.name} at the top, or list it ({room})")

    assert others == []
    assert libraries == set(LATE_LIBRARIES)
    assert modules == set(LATE_MODULES)


@pytest.mark.parametrize("package", LIBRARY_ROOMS)
def test_a_missing_library_of_an_extra_says_which_extra_brings_it(package):
    assert unnamed_libraries(ROOMS[package]) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import serial\n", ["guilty.py:1: serial"]),
        ("def f():\n    from PIL import Image\n", ["guilty.py:2: PIL"]),
        ("def f():\n    with naming_the_extra():\n        import usb.core\n", []),
        ("if TYPE_CHECKING:\n    import serial\n", []),
        ("import sqlalchemy\n", []),
    ],
)
def test_the_reader_of_extras_finds_the_import_at_fault(tmp_path, code, found):
    (tmp_path / "guilty.py").write_text(code, encoding="utf-8")

    assert unnamed_libraries(tmp_path) == found


def test_every_library_of_an_extra_is_asked_for_by_that_extra():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    brought = {
        extra: {re.split(r"[^A-Za-z0-9-]", wanted)[0] for wanted in asked}
        for extra, asked in project["optional-dependencies"].items()
    }
    names = packages_distributions()

    missing = {
        library: extra
        for library, extra in EXTRA_OF.items()
        if not brought[extra] & {normalised(each) for each in names.get(library, [library])}
        and library not in COMES_ALONG
    }

    assert missing == {}


@pytest.mark.parametrize(
    ("code", "line", "word"),
    [
        ("x = 1\nimport socket\n", 2, "socket"),
        ("from os import environ\n", 1, "os"),
        ("import threading as t\n", 1, "threading"),
        ("def f():\n    import time\n", 2, "time"),
        ("from flask import Flask\n", 1, "flask"),
        ("import holidays\n", 1, "holidays"),
        ("import kezek_queue.office.office\n", 1, "kezek_queue.office.office"),
    ],
)
def test_the_reader_of_imports_finds_the_line_at_fault(tmp_path, code, line, word):
    (tmp_path / "guilty.py").write_text(code, encoding="utf-8")

    (fault,) = core_import_faults(tmp_path)

    assert fault == f"guilty.py:{line}: core is pure, it may not import {word}"


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("open('x')", "open"),
        ("print(1)", "print"),
        ("datetime.now(UTC)", "datetime.now"),
        ("datetime.datetime.utcnow()", "datetime.datetime.utcnow"),
        ("date.today()", "date.today"),
    ],
)
def test_the_reader_of_calls_finds_the_line_at_fault(tmp_path, code, call):
    (tmp_path / "guilty.py").write_text(f"a = 1\n\nb = {code}\n", encoding="utf-8")

    (fault,) = core_call_faults(tmp_path)

    assert fault == f"guilty.py:3: core is pure, it may not call {call}()"


@pytest.mark.parametrize(
    ("package", "other"),
    [
        ("kezek_printers", "kezek_hardware"),
        ("kezek_printers", "kezek_queue"),
        ("kezek_hardware", "kezek_printers"),
        ("kezek_hardware", "kezek_queue"),
        ("kezek_queue", "kezek_kiosk"),
        ("kezek_core", "kezek_queue"),
    ],
)
def test_the_reader_of_rooms_finds_an_arrow_that_points_outward(tmp_path, package, other):
    (tmp_path / "guilty.py").write_text(f"from {other}.x import y\n", encoding="utf-8")

    assert room_faults(package, tmp_path) == [f"guilty.py:1: {package} may not import {other}.x"]


def test_the_layers_hold_through_every_chain_of_imports():
    ran = run([Path(sysconfig.get_path("scripts")) / "lint-imports", "--no-cache"])

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 broken" in ran.stdout


def test_the_folder_queue_is_never_a_package():
    assert not (ROOT / "queue" / "__init__.py").exists(), SHADOWING


@pytest.mark.parametrize("folder", ["core", "printers", "hardware", "kiosk", "tests", "bench"])
def test_no_folder_beside_it_is_a_package_either(folder):
    assert not list((ROOT / folder).glob("__init__.py"))


def test_no_test_folder_is_a_package():
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_no_module_of_a_room_is_named_like_one_of_the_standard_library():
    named_alike = [
        str(path.relative_to(ROOT))
        for folder in ROOMS.values()
        for path in folder.glob("*.py")
        if path.stem in sys.stdlib_module_names
    ]

    assert not named_alike, "rename: a file may not have the name of a standard library module"


def test_queue_is_the_standard_librarys_under_python_from_the_root():
    ran = run([sys.executable, "-c", "import queue; print(queue.__file__, queue.Queue)"])

    assert ran.returncode == 0, ran.stderr
    assert is_standard_librarys(ran.stdout), SHADOWING


def test_queue_is_the_standard_librarys_under_pytest():
    import queue

    assert is_standard_librarys(f"{queue.__file__} {queue.Queue}"), SHADOWING


PROBE = """
import pathlib, queue
import concurrent.futures.thread, gunicorn.workers.gthread

def app(environ, start_response):
    start_response("200 OK", [])
    return [b""]

pathlib.Path("SEEN").write_text(f"{queue.__file__} {queue.Queue}", "utf-8")
"""


def test_queue_is_the_standard_librarys_under_gunicorn(tmp_path, monkeypatch):
    """Gunicorn puts its working directory, here the root, at the front of the path."""
    seen = tmp_path / "seen"
    (tmp_path / "queue_probe.py").write_text(PROBE.replace("SEEN", str(seen)), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    ran = run(
        [
            *(sys.executable, "-m", "gunicorn.app.wsgiapp", "--check-config"),
            *("--worker-class", "gthread", "queue_probe:app"),
        ]
    )

    assert ran.returncode == 0, ran.stderr
    assert is_standard_librarys(seen.read_text(encoding="utf-8")), SHADOWING


def test_a_package_named_queue_would_have_been_noticed(tmp_path, monkeypatch):
    (tmp_path / "queue").mkdir()
    (tmp_path / "queue" / "__init__.py").write_text("Queue = None\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    ran = run([sys.executable, "-c", "import queue; print(queue.__file__, queue.Queue)"])

    assert not is_standard_librarys(ran.stdout)


def is_standard_librarys(name: str) -> bool:
    library = Path(sysconfig.get_path("stdlib")) / "queue.py"
    return name.startswith(str(library)) and "class 'queue.Queue'" in name


def run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_duties_and_due_dates_are_worked_out_by_the_office_alone():
    """The office's file adds indices and swaps: whoever goes past it does not know them."""
    rooms = (ROOT / "queue", ROOT / "kiosk")
    past = {
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"fee_due", "WorkingCalendar", "calendar_for"}
    }

    # The law looks whether a swap can be; the register's values list what may still be extended.
    assert past == {
        "queue/kezek_queue/office/office.py",
        "queue/kezek_queue/office/law.py",
        "queue/kezek_queue/register/values.py",
    }
