"""Reading kezek.toml: defaults, then the file, then KEZEK_SECTION_KEY of the environment."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import Field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from kezek_kiosk.errors import SettingsError
from kezek_kiosk.settings.addresses import ProxyNetworks
from kezek_kiosk.settings.settings import LISTS, SECTIONS, KioskSettings, Settings

T = TypeVar("T")

SETTINGS_FILE = "kezek.toml"
ENVIRONMENT_PREFIX = "KEZEK_"
OTHER_VARIABLES = re.compile(r"KEZEK_(DATA|TOKEN|TEST_.*)")
"""Variables that are no setting of a section."""

WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
EXPECTED = {
    "int": "a whole number",
    "bool": "true or false",
    "str": "a text in quotes",
    "list": "a list of whole numbers such as [1, 2]",
    "texts": 'a list of texts such as ["127.0.0.1"]',
    "dict": "a table of whole numbers such as { 1 = 1, 2 = 2 }",
}


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
        SettingsError: a key or value is not as expected; the message names file, key and form.
    """
    path = data_dir / SETTINGS_FILE
    defaults = replace(Settings(), kiosk=KioskSettings(open=demo))
    settings = _beside(_with_file(defaults, _read(path), str(path)), data_dir)
    return _with_environment(settings, os.environ if environment is None else environment)


def settings_toml(settings: Settings) -> str:
    """Settings as the text of a kezek.toml, each key under a comment that explains it."""
    lines: list[str] = []
    for name, section in SECTIONS.items():
        lines += [f"[{name}]", *_toml_lines(section, getattr(settings, name)), ""]
    for name, (section, _) in LISTS.items():
        for each in getattr(settings, name):
            lines += [f"[[{name}]]", *_toml_lines(section, each), ""]
    return "\n".join(lines).rstrip() + "\n"


def settings_table() -> str:
    """The reference of all settings as Markdown, for docs/settings.md."""
    parts = []
    for name, section in SECTIONS.items():
        parts.append(_markdown(f"[{name}]", section, f"{ENVIRONMENT_PREFIX}{name.upper()}_"))
    parts += [_markdown(f"[[{name}]]", section, None) for name, (section, _) in LISTS.items()]
    return "\n".join(parts)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path}: expected TOML, got {error}; mend that line", file=str(path), reason=str(error)
        ) from error


def _with_file(settings: Settings, tree: Mapping[str, Any], where: str) -> Settings:
    for name, content in tree.items():
        if name in LISTS:
            entries: dict[str, Any] = {name: _entries(content, name, where)}
            settings = replace(settings, **entries)
        elif name in SECTIONS:
            table = _table(content, name, where)
            section = _changed(getattr(settings, name), table, name, where)
            settings = replace(settings, **{name: section})
        else:
            raise _unknown(where, name, [*SECTIONS, *LISTS])
    return settings


def _beside(settings: Settings, data_dir: Path) -> Settings:
    """An office's own printer profile lies in the data directory, wherever the agent is started."""
    printers = tuple(
        replace(each, profile=str(data_dir / each.profile))
        if each.profile.endswith(".toml")
        else each
        for each in settings.printers
    )
    return replace(settings, printers=printers)


def _with_environment(settings: Settings, environment: Mapping[str, str]) -> Settings:
    for variable in sorted(environment):
        if not variable.startswith(ENVIRONMENT_PREFIX) or OTHER_VARIABLES.fullmatch(variable):
            continue
        section_name, key = _named(variable)
        field = _field(SECTIONS[section_name], key, "environment", section_name)
        value = _spoken(environment[variable], field, variable)
        section = _changed(
            getattr(settings, section_name), {key: value}, section_name, f"environment {variable}"
        )
        settings = replace(settings, **{section_name: section})
    return settings


def _named(variable: str) -> tuple[str, str]:
    told = variable.removeprefix(ENVIRONMENT_PREFIX).lower()
    section = next((name for name in SECTIONS if told.startswith(f"{name}_")), "")
    key = told.removeprefix(f"{section}_")
    if not section or not key:
        names = [f"{ENVIRONMENT_PREFIX}{name.upper()}_KEY" for name in SECTIONS]
        raise _unknown("environment", variable, names)
    return section, key


def _entries(content: Any, name: str, where: str) -> tuple[Any, ...]:
    """The entries of a list of tables, no two of them the same one."""
    section, key = LISTS[name]
    entries = _each(content, name, section(), where)
    values = [getattr(each, key) for each in entries]
    _refuse_repeated(values, f"{name}.{key}", f"{key} in every [[{name}]]", where)
    return entries


def _each(content: Any, name: str, default: T, where: str) -> tuple[T, ...]:
    if not isinstance(content, list):
        raise _wrong(where, name, f"tables [[{name}]]", content)
    return tuple(
        _changed(default, _table(each, f"{name}.{place}", where), name, where)
        for place, each in enumerate(content)
    )


def _refuse_repeated(values: list[Any], key: str, expected: str, where: str) -> None:
    for value in values:
        if values.count(value) > 1:
            raise _wrong(where, key, f"a different {expected}", value)


def _table(content: Any, key: str, where: str) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise _wrong(where, key, f"a table [{key}]", content)
    return content


def _changed(section: Any, table: Mapping[str, Any], name: str, where: str) -> Any:
    values = {}
    for key, value in table.items():
        field = _field(type(section), key, where, name)
        values[key] = _checked(value, field, f"{name}.{key}", where)
    return replace(section, **values)


def _field(section: type, key: str, where: str, name: str) -> Field[Any]:
    known = {each.name: each for each in fields(section)}
    if key not in known:
        raise _unknown(where, f"{name}.{key}", [f"{name}.{each}" for each in known])
    return known[key]


def _checked(value: Any, field: Field[Any], key: str, where: str) -> Any:
    kind = _kind(field)
    if type(value).__name__ != ("list" if kind == "texts" else kind):
        shown = "something else" if field.metadata["secret"] else value
        raise _wrong(where, key, EXPECTED[kind], shown)
    if kind == "texts" and any(type(each) is not str for each in value):
        raise _wrong(where, key, EXPECTED[kind], value)
    for number in _numbers(value, kind, key, where):
        _check_range(number, field, key, where)
    if key.endswith("public_url") and value and not value.startswith(("http://", "https://")):
        raise _wrong(where, key, "an address that begins with http:// or https://", value)
    if key.endswith("trusted_proxies"):
        _check_networks(value, key, where)
    return tuple(value) if kind in ("list", "texts") else value


def _check_networks(value: list[str], key: str, where: str) -> None:
    for each in value:
        try:
            ProxyNetworks([each])
        except ValueError as error:
            expected = "addresses such as 127.0.0.1 or networks such as 10.0.0.0/8"
            raise _wrong(where, key, expected, each) from error


def _numbers(value: Any, kind: str, key: str, where: str) -> list[Any]:
    """The numbers whose range is checked."""
    found = list(value) if kind == "list" else list(value.values()) if kind == "dict" else [value]
    if kind in ("list", "dict") and any(type(each) is not int for each in found):
        raise _wrong(where, key, EXPECTED[kind], value)
    return found


def _check_range(value: Any, field: Field[Any], key: str, where: str) -> None:
    least, most = field.metadata["least"], field.metadata["most"]
    if least is not None and not least <= value <= most:
        raise _wrong(where, key, f"a whole number from {least} to {most}", value)


def _spoken(text: str, field: Field[Any], variable: str) -> Any:
    """A variable's text as the kind of value its setting has."""
    kind = _kind(field)
    if kind == "str":
        return text
    if kind == "texts":
        return [each.strip() for each in text.split(",") if each.strip()]
    if kind in ("list", "dict"):
        raise _wrong("environment", variable, f"{EXPECTED[kind]} in the file", text)
    try:
        return int(text) if kind == "int" else WORDS[text.strip().lower()]
    except (ValueError, KeyError) as error:
        raise _wrong("environment", variable, EXPECTED[kind], text) from error


def _kind(field: Field[Any]) -> str:
    told = field.type if isinstance(field.type, str) else field.type.__name__
    if told.startswith("tuple"):
        return "texts" if told.startswith("tuple[str") else "list"
    return "dict" if told.startswith("Mapping") else told


def _unknown(where: str, key: str, known: list[str]) -> SettingsError:
    return SettingsError(
        f"{where}: expected one of {', '.join(known)}, got the unknown key {key}; "
        "check its spelling in docs/settings.md",
        file=where,
        key=key,
        expected=", ".join(known),
    )


def _wrong(where: str, key: str, expected: str, value: Any) -> SettingsError:
    return SettingsError(
        f"{where}: expected {expected} for {key}, got {value!r}; change that value",
        file=where,
        key=key,
        expected=expected,
    )


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


def _toml_lines(section: type, values: Any) -> list[str]:
    lines = []
    for each in fields(section):
        lines += [
            f"# {each.metadata['doc']}",
            f"{each.name} = {_toml_value(getattr(values, each.name))}",
        ]
    return lines


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
