"""Reading kezek.toml: defaults, then the file, then KEZEK_SECTION_KEY of the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import Field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from kezek_core.phrases import Phrase
from kezek_core.toml_table import Problem, Table, read_toml, read_tree, unreadable
from kezek_kiosk.errors import FaultySettingsError
from kezek_kiosk.settings.settings import LISTS, SECTIONS, KioskSettings, Settings

T = TypeVar("T")

SETTINGS_FILE = "kezek.toml"
ENVIRONMENT = Phrase("environment")
ENVIRONMENT_PREFIX = "KEZEK_"
OTHER_VARIABLES = re.compile(r"KEZEK_(DATA|TOKEN|LANGUAGE|TEST_.*)")
"""Variables that are no setting of a section."""

ANY_TEXT = re.compile(r".*", re.DOTALL)

WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def load_settings(
    data_dir: Path, environment: Mapping[str, str] | None = None, *, demo: bool = False
) -> Settings:
    """Read the settings of an office.

    Args:
        data_dir: the office's directory; without a kezek.toml the defaults hold.
        environment: variables; the process's own when None.
        demo: the kiosk of a demo office is open unless the file says otherwise.

    Returns:
        The checked settings.

    Raises:
        FaultySettingsError: something is not as expected; ``problems`` names every fault of the
            file and of the environment.
    """
    settings = replace(Settings(), kiosk=KioskSettings(open=demo))
    variables = os.environ if environment is None else environment
    problems: list[Problem] = []
    for step in (
        partial(_with_file, path=data_dir / SETTINGS_FILE),
        partial(_with_environment, variables=variables),
    ):
        try:
            settings = step(settings)
        except FaultySettingsError as error:
            problems += error.problems
    if problems:
        raise FaultySettingsError(problems)
    return _beside(settings, data_dir)


def settings_table() -> str:
    """The reference of all settings as Markdown, for docs/settings.md."""
    parts = []
    for name, section in SECTIONS.items():
        parts.append(_markdown(f"[{name}]", section, f"{ENVIRONMENT_PREFIX}{name.upper()}_"))
    parts += [_markdown(f"[[{name}]]", section, None) for name, (section, _) in LISTS.items()]
    return "\n".join(parts)


def _with_file(settings: Settings, path: Path) -> Settings:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return settings
    except OSError as error:
        expected, hint = Phrase("a file that can be read"), Phrase("docs/settings.md explains it")
        raise FaultySettingsError((unreadable(str(path), error, expected, hint),)) from error
    return read_toml(content, str(path), partial(_with_tables, settings), FaultySettingsError)


def _with_tables(settings: Settings, table: Table) -> Settings:
    read: dict[str, Any] = {
        name: _section(table.table(name), getattr(settings, name)) for name in SECTIONS
    }
    for name, (section, key) in LISTS.items():
        tables = table.tables(name)
        entries = tuple(_section(each, section()) for each in tables)
        noted = [table.findings.is_noted(each.at(key)) for each in tables]
        names = [
            "" if wrong else str(getattr(e, key)) for e, wrong in zip(entries, noted, strict=True)
        ]
        table.note_repeated(name, names, key)
        if table.has(name):
            read[name] = entries
    return replace(settings, **read)


def _section(table: Table, section: T) -> T:
    """A section with what its table says; ``section`` holds what it says nothing of."""
    read = ((each.name, _value(table, each.name, each)) for each in _fields(section))
    return _changed(section, read)


def _value(table: Table, key: str, field: Field[Any]) -> Any:
    """The value of one key; None where it is absent or was noted as wrong."""
    least, most, form = (field.metadata[name] for name in ("least", "most", "form"))
    match _kind(field):
        case "int":
            return table.whole_or_none(key, least, most)
        case "bool":
            return table.flag_or_none(key)
        case "dict":
            return _numbers(table.table_or_none(key), least, most)
        case "str" if field.metadata["secret"] and table.has(key):
            value: Any = table.secret(key, ANY_TEXT, Phrase("a text in quotes"))
        case "list":
            value = table.wholes(key, least, most)
        case "texts":
            value = table.texts(key, form.expected) if form else table.texts(key)
        case _:
            value = table.any_text_or_none(key)
    if not table.has(key) or value is None:
        return None
    noted = table.findings.is_noted(table.at(key))
    if form is not None and not noted and not form.holds(value):
        table.wrong(key, form.expected)
    return value


def _numbers(table: Table | None, least: int, most: int) -> dict[str, int] | None:
    if table is None:
        return None
    return {key: table.whole(key, least, most) for key in table.keys()}  # noqa: SIM118


def _with_environment(settings: Settings, variables: Mapping[str, str]) -> Settings:
    """Settings with what the variables say; no list of tables has any."""
    known = {
        f"{ENVIRONMENT_PREFIX}{name.upper()}_{each.name.upper()}": (name, each)
        for name in SECTIONS
        for each in _fields(getattr(settings, name))
    }
    ours = [
        each
        for each in sorted(variables)
        if each.startswith(ENVIRONMENT_PREFIX) and not OTHER_VARIABLES.fullmatch(each)
    ]
    tree = {each: _spoken(variables[each], known[each][1]) for each in ours if each in known}

    def read(table: Table) -> Settings:
        listed = Phrase("one of the variables that docs/settings.md lists")
        for each in ours:
            if each not in known:
                table.findings.note_unknown(table.at(each), tuple(known), listed)
        changed = settings
        for each in tree:
            name, field = known[each]
            read_value = [(field.name, _value_or_fault(table, each, field))]
            changed = replace(changed, **{name: _changed(getattr(changed, name), read_value)})
        return changed

    return read_tree(tree, ENVIRONMENT, read, FaultySettingsError)


def _value_or_fault(table: Table, variable: str, field: Field[Any]) -> Any:
    if _kind(field) in ("list", "dict"):
        table.allow_others()
        table.wrong(variable, Phrase("this setting in the file, not in a variable"))
        return None
    return _value(table, variable, field)


def _spoken(text: str, field: Field[Any]) -> Any:
    """A variable's text as the kind of value its setting has; the text where it is none."""
    match _kind(field):
        case "texts":
            return [each.strip() for each in text.split(",") if each.strip()]
        case "bool":
            return WORDS.get(text.strip().lower(), text)
        case "int" if text.strip().removeprefix("-").isdecimal():
            return int(text)
        case _:
            return text


def _changed(section: T, read: Iterable[tuple[str, Any]]) -> T:
    values = {name: value for name, value in read if value is not None}
    return replace(section, **values)  # type: ignore[type-var]


def _fields(section: object) -> tuple[Field[Any], ...]:
    return fields(section)  # type: ignore[arg-type]


def _kind(field: Field[Any]) -> str:
    kind = field.type if isinstance(field.type, str) else field.type.__name__
    if kind.startswith("tuple"):
        return "texts" if kind.startswith("tuple[str") else "list"
    return "dict" if kind.startswith("Mapping") else kind


def _beside(settings: Settings, data_dir: Path) -> Settings:
    """An office's own printer profile lies in the data directory, wherever the agent is started."""
    printers = tuple(
        replace(each, profile=str(data_dir / each.profile))
        if each.profile.endswith(".toml")
        else each
        for each in settings.printers
    )
    return replace(settings, printers=printers)


def _toml_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml_value, value))}]"
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_toml_value(key)} = {each}" for key, each in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _markdown(title: str, section: type, prefix: str | None) -> str:
    lines = [f"## `{title}`", "", f"{section.__doc__}", ""]
    lines += ["| key | default | range | environment | meaning |", "|---|---|---|---|---|"]
    for each in fields(section):
        variable = f"`{prefix}{each.name.upper()}`" if prefix else "-"
        least, most = each.metadata["least"], each.metadata["most"]
        span = "-" if least is None else f"{least}-{most}"
        lines.append(
            f"| `{each.name}` | `{_toml_value(each.metadata['default'])}` | {span} | {variable} "
            f"| {each.metadata['doc']} |"
        )
    return "\n".join([*lines, ""])
