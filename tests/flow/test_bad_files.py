"""Every TOML file of an office, spoilt in every way: all faults are told at once, none crashes."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from kezek_core.phrases import Phrase
from kezek_core.standards import parse_regulation, parse_standard
from kezek_core.toml_table import FaultCode, FaultyFileError, Problem
from kezek_hardware.boards import load_frame_format
from kezek_kiosk.cli import main
from kezek_kiosk.reader_language import reader_language
from kezek_kiosk.settings.file import load_settings
from kezek_kiosk.settings.secrets import read_secrets, write_secrets
from kezek_kiosk.web.catalogue import TRANSLATIONS, fault_words
from kezek_printers.profiles import load_profile
from kezek_queue.office import load_office
from kezek_queue.papers.status_tokens import read_status_key

pytestmark = pytest.mark.slow(0.1)

KAZAKH_ONLY = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
NO_KAZAKH_LETTER = {"an address that begins with http:// or https://"}
"""Long texts whose Kazakh happens to need none of these letters."""

ROOT = Path(__file__).parents[2]
STANDARD = "kz-mj-2007-287-1.toml"
SOUND_FRAME = (files("kezek_hardware") / "frames" / "plain-ascii.toml").read_bytes()
SOUND_PROFILE = (files("kezek_printers") / "profiles" / "data" / "epson-tm-t20.toml").read_bytes()
SOUND_STANDARD = (files("kezek_core") / "standards" / "data" / STANDARD).read_bytes()
REGULATION = (ROOT / "docs" / "examples" / "regulation.toml").read_bytes()


def _key_file(path: Path) -> object:
    path.chmod(0o600)
    return read_secrets(path.parent)


READERS: dict[str, Callable[[Path], object]] = {
    "kezek.toml": lambda path: load_settings(path.parent, {}),
    "office.toml": load_office,
    STANDARD: lambda path: parse_standard(path.read_bytes(), file_name=path.name),
    "regulation.toml": lambda path: parse_regulation(path.read_bytes(), file_name=path.name),
    "profile.toml": lambda path: load_profile.__wrapped__(str(path)),
    "frames.toml": lambda path: load_frame_format(str(path)),
    "secrets.toml": _key_file,
}


def _sound(name: str, folder: Path) -> bytes:
    from kezek_queue.office import make_demo_office

    if name == "secrets.toml":
        write_secrets(folder)
        return (folder / name).read_bytes()
    sound = {
        "kezek.toml": b"[server]\nport = 8080\nthreads = 64\n[kiosk]\nopen = true\n",
        "office.toml": make_demo_office(8).encode(),
        STANDARD: SOUND_STANDARD,
        "regulation.toml": REGULATION,
        "profile.toml": SOUND_PROFILE,
        "frames.toml": SOUND_FRAME,
    }
    return sound[name]


def _problems(name: str, folder: Path, content: bytes) -> tuple[Problem, ...]:
    (folder / name).write_bytes(content)
    with pytest.raises(FaultyFileError) as refused:
        READERS[name](folder / name)
    return refused.value.problems


MISTAKES: dict[str, tuple[tuple[str, str], ...]] = {
    "kezek.toml": (
        ("port = 8080", "port = 70000"),
        ("threads = 64", "thread = 64"),
        ("open = true", 'open = "yes"\nopen = true'),
        ("[kiosk]", '[[printers]]\n[[printers]]\nname = "b"\nroll_mm = -1\n[kiosk]'),
        ("[server]", '[server]\npublic_url = "kezek.local"'),
    ),
    "office.toml": (
        ('id = "demo"', 'id = "Demo Office"'),
        ('time_zone = "Asia/Almaty"', 'time_zone = "Asia/Almatty"'),
        ('letter = "A"', 'letter = "А"'),
        ("demo = true", "demo = 1\ndemo = 2"),
        ("stages = [", "stage = ["),
    ),
    STANDARD: (
        ("submission = 30", "submission = 0"),
        ('kind = "order"', 'kind = "ordre"'),
        ("norm = 95", 'norms = "95%"'),
        ("date = 2007-10-12", "date = 2007-10-32"),
        ("required = true", "required = 1"),
    ),
    "regulation.toml": (
        ('unit = "minutes"', 'unit = "hours"'),
        ("[regulation]", '[regulation]\ntitel = "x"'),
        ("amount = 0.5", "amount = -1"),
        ('who = "', 'hwo = "'),
        ('standard = "', "standard = 5 # "),
    ),
    "profile.toml": (
        ("columns = 48", "columns = 480"),
        ('strategy = "codepage"', 'strategy = "telepathy"'),
        ("cutter = true", "cutter = true\ncolour = 1"),
        ("kazakh_page = 53", 'kazakh_page = "53"'),
        ("native_qr = true", "native_qr = 1"),
    ),
    "frames.toml": (
        ('description = "', "description = 5 # "),
        ("width = 4", "width = 0"),
        ("baud = 9600", "baud = 9601"),
        ('parity = "none"', 'parity = "nun"'),
        ("[text]", "[text]\ncolour = 1"),
    ),
    "secrets.toml": (
        ('session_key = "', 'session_key = "zz'),
        ('status_key = "', 'status_key = "'),
        ("\nstatus_key", "\nstatus_key = 1\nsession_key = 2\nmaster_key = 3\nstatus_key"),
    ),
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("name", MISTAKES)
def test_every_mistake_is_told_at_once_with_its_line(
    name: str, line_end: str, tmp_path: Path
) -> None:
    text = _sound(name, tmp_path).decode()
    for old, new in MISTAKES[name]:
        assert old in text, old
        text = text.replace(old, new, 1)

    problems = _problems(name, tmp_path, text.replace("\n", line_end).encode())

    lines = text.split("\n")
    assert len(problems) >= 5, [str(each) for each in problems]
    for each in problems:
        assert each.line, each
        key = str(each.path[-1]) if each.path else ""
        there = lines[each.line - 1]
        missing = each.code is FaultCode.MISSING_KEY
        assert missing or key in there or there.lstrip().startswith("["), (str(each), there)


@pytest.mark.parametrize("name", READERS)
def test_a_mark_and_the_line_ends_of_windows_are_forgiven(name: str, tmp_path: Path) -> None:
    sound = _sound(name, tmp_path)
    path = tmp_path / name

    path.write_bytes(b"\xef\xbb\xbf" + sound.replace(b"\n", b"\r\n"))

    assert READERS[name](path)


SPOILT: dict[str, tuple[Callable[[bytes], bytes], FaultCode]] = {
    "utf-16": (lambda text: text.decode().encode("utf-16"), FaultCode.NOT_UTF8),
    "utf-16 without a mark": (lambda text: text.decode().encode("utf-16-le"), FaultCode.NOT_UTF8),
    "cp1251": (lambda text: text + '# "Қызмет" услуга'.encode("cp1251", "replace"),
               FaultCode.NOT_UTF8),
    "a NUL": (lambda text: text + b"\x00", FaultCode.NOT_TOML),
    "an endless line": (lambda text: text + b"x = '" + b"a" * 200_000 + b"'", FaultCode.TOO_LARGE),
    "an endless key": (lambda text: text + b"a." * 40_000 + b"a = 1", FaultCode.TOO_LARGE),
    "a deep list": (lambda text: text + b"x = " + b"[" * 5000 + b"]" * 5000, FaultCode.NOT_TOML),
    "a deep table": (lambda text: text + b"x = " + b"{a = " * 3000 + b"1" + b"}" * 3000,
                     FaultCode.NOT_TOML),
    "a number of a million digits": (lambda text: text + b"x = " + b"9" * 50_000,
                                     FaultCode.NOT_TOML),
    "10 MB": (lambda text: text + b"# long\n" * 1_500_000, FaultCode.TOO_LARGE),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("name", READERS)
def test_what_is_no_such_file_is_one_clear_fault(name: str, spoilt: str, tmp_path: Path) -> None:
    spoil, code = SPOILT[spoilt]

    problems = _problems(name, tmp_path, spoil(_sound(name, tmp_path)))

    assert [each.code for each in problems] == [code], problems
    assert problems[0].hint
    assert len(str(problems[0])) < 500


def test_a_wrong_byte_is_named_with_its_line_and_its_place(tmp_path: Path) -> None:
    content = "[server]\n# терезе ".encode() + "терезе".encode("cp1251")

    (problem,) = _problems("kezek.toml", tmp_path, content)

    assert (problem.line, problem.column) == (2, 10)
    assert "the byte F2" in problem.came


def test_no_fault_shows_a_secret(tmp_path: Path) -> None:
    keys = write_secrets(tmp_path)
    text = (tmp_path / "secrets.toml").read_text().replace('key = "', 'key = "x')

    problems = _problems("secrets.toml", tmp_path, text.encode())

    shown = "".join(json.dumps(each.to_json()) + str(each) for each in problems)
    assert len(problems) == 2
    assert keys.session_key[:8] not in shown
    assert keys.status_key[:8] not in shown


def test_the_library_asks_for_its_own_key_alone(tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").write_text(f'status_key = "{"ab" * 16}"\nmine = 1\n')

    assert read_status_key(tmp_path) == bytes.fromhex("ab" * 16)
    (tmp_path / "secrets.toml").write_text('status_key = "ab"\n')
    with pytest.raises(FaultyFileError, match="bring the file back"):
        read_status_key(tmp_path)


def test_faults_of_file_and_environment_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "kezek.toml").write_text("[server]\nport = -1\n")
    variables = {"KEZEK_SERVER_THREADS": "many", "KEZEK_SEVER_PORT": "1", "KEZEK_KIOSK_OPEN": "x"}

    with pytest.raises(FaultyFileError) as refused:
        load_settings(tmp_path, variables)

    assert [each.key for each in refused.value.problems] == [
        "server.port", "KEZEK_SEVER_PORT", "KEZEK_KIOSK_OPEN", "KEZEK_SERVER_THREADS",
    ]  # fmt: skip


@pytest.fixture
def office(demo_offices: Callable[[int], Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_offices(8), tmp_path / "demo"))


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("kk_KZ.UTF-8", "kezek.toml, 2-жол: server.port: керегі: 0–65535 аралығындағы бүтін сан"),
        ("ru_RU.UTF-8", "kezek.toml, строка 2: server.port: нужно: целое число от 0 до 65535"),
        ("C.UTF-8", "kezek.toml:2: server.port: expected a whole number from 0 to 65535"),
    ],
)
@pytest.mark.parametrize("command", ["check", "serve", "run"])
def test_a_command_tells_every_fault_in_the_language_of_the_terminal(
    office: Path, command: str, locale: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KEZEK_LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    (office / "kezek.toml").write_text("[server]\nport = -1\nprot = 1\n[[panels]]\nwindow = 0\n")

    result = CliRunner().invoke(main, [command, "--data", str(office)])

    assert result.exit_code == 1
    assert words in result.output
    assert len(re.findall(r"kezek\.toml(?::|, |, строка )\d", result.output)) == 3


def test_check_tells_a_fault_once_and_says_what_was_not_looked_at(office: Path) -> None:
    (office / "kezek.toml").write_text("[server]\nport = -1\n")
    (office / "office.toml").write_text("[office]\n")

    checked = CliRunner().invoke(main, ["check", "--data", str(office), "--json"])

    rows = {row["check"]: row for row in json.loads(checked.output)}
    assert [each["line"] for each in rows["settings"]["problems"]] == [2]
    assert rows["phones"]["detail"] == "not looked at: mend kezek.toml first"
    assert rows["law"]["detail"] == "not looked at: mend office.toml first"
    assert rows["phones"]["problems"] == []


def test_check_reads_the_printer_profiles_and_frames_that_the_settings_name(office: Path) -> None:
    (office / "mine.toml").write_text("columns = 1\n")
    (office / "frames.toml").write_text("colour = 1\n")
    (office / "kezek.toml").write_text(
        '[[printers]]\nprofile = "mine.toml"\n[[window_boards]]\n'
        f'format = "{office / "frames.toml"}"\n'
    )

    checked = CliRunner().invoke(main, ["check", "--data", str(office), "--json"])

    rows = {row["check"]: row for row in json.loads(checked.output)}
    named = {Path(each["file"]).name for each in rows["settings"]["problems"]}
    assert named == {"mine.toml", "frames.toml"}


NAMED_IN_VAIN = {
    "rule": '[queue]\ndiscipline = "gamma"\n',
    "profile": '[[printers]]\nprofile = "gamma"\n',
    "path of a profile": '[[printers]]\nprofile = "/gamma.toml"\n',
    "printer of the table": '[[printers]]\nprofile = "escpos:gamma"\n',
    "frame format": '[[window_boards]]\nformat = "gamma"\n',
}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", {"rule": "мұндай атаумен ереже жоқ", "profile": "принтер профильдерінің бірі",
                "path of a profile": "/gamma.toml жолында принтер профилі болуы керек",
                "printer of the table": "python-escpos кестесіндегі принтер",
                "frame format": "керегі: кадр пішімі"}),
        ("ru", {"rule": "правила с таким именем нет", "profile": "один из профилей принтеров",
                "path of a profile": "по пути /gamma.toml должен быть профиль принтера",
                "printer of the table": "принтер из таблицы python-escpos",
                "frame format": "нужно: формат кадров"}),
        ("en", {"rule": "there is no rule of this name", "profile": "one of the printer profiles",
                "path of a profile": "expected a printer profile at /gamma.toml",
                "printer of the table": "expected a printer of python-escpos's table",
                "frame format": "expected a frame format"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("what", NAMED_IN_VAIN)
def test_a_name_that_stands_for_nothing_is_told_in_the_language_of_the_terminal(
    office: Path, what: str, language: str, words: dict[str, str]
) -> None:
    (office / "kezek.toml").write_text(NAMED_IN_VAIN[what])

    checked = CliRunner(env={"KEZEK_LANGUAGE": language}).invoke(
        main, ["check", "--data", str(office)]
    )

    assert words[what] in checked.output
    assert "gamma" in checked.output


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "қаралмады: алдымен kezek.toml файлын түзетіңіз"),
        ("ru", "не проверено: сначала исправьте kezek.toml"),
    ],
)
def test_check_says_in_the_language_of_the_terminal_what_was_not_looked_at(
    office: Path, language: str, words: str
) -> None:
    (office / "kezek.toml").write_text("[server]\nport = -1\n")

    checked = CliRunner(env={"KEZEK_LANGUAGE": language}).invoke(
        main, ["check", "--data", str(office)]
    )

    assert words in checked.output
    assert "not looked at" not in checked.output


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_refused_command_speaks_the_language_of_the_terminal(office: Path, language: str) -> None:
    (office / "kezek.toml").write_text(NAMED_IN_VAIN["rule"])

    refused = CliRunner(env={"KEZEK_LANGUAGE": language}).invoke(
        main, ["issue", "household", "--data", str(office)]
    )

    assert refused.exit_code == 1
    assert fault_words(language)("there is no rule of this name") in refused.output


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "kk_KZ.UTF-8"}, "kk"),
        ({"LANG": "kk_KZ.UTF-8", "LC_ALL": "ru_KZ"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "KEZEK_LANGUAGE": "kk"}, "kk"),
    ],
)
def test_the_language_is_that_of_the_terminal(environment: dict[str, str], language: str) -> None:
    assert reader_language(environment) == language


@cache
def _msgids() -> frozenset[str]:
    """The English text of every phrase in the code; each is written out where it is used."""
    found = set()
    for room in ("core", "queue", "printers", "hardware", "kiosk"):
        for module in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(module.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Phrase":
                    assert isinstance(node.args[0], ast.Constant), f"{module}:{node.lineno}"
                    found.add(node.args[0].value)
    return frozenset(found)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_text_of_a_fault_is_in_the_catalogue_and_keeps_its_facts(language: str) -> None:
    with (TRANSLATIONS / "faults" / language / "LC_MESSAGES" / "messages.po").open("rb") as po:
        messages = {each.id: each.string for each in read_po(po) if each.id}

    assert set(messages) == _msgids()
    for msgid, said in messages.items():
        assert said, msgid
        names = set(re.findall(r"%\((\w+)\)s", said))
        given = set(re.findall(r"%\((\w+)\)s", msgid))
        assert given == names, msgid


def test_faults_are_told_in_kazakh_and_in_russian() -> None:
    kazakh, russian = fault_words("kk"), fault_words("ru")

    for msgid in _msgids():
        assert not set(russian(msgid)) & KAZAKH_ONLY, msgid
        if len(msgid) > 40 and msgid not in NO_KAZAKH_LETTER:
            assert set(kazakh(msgid)) & KAZAKH_ONLY, msgid


def test_a_place_in_a_list_is_told_as_people_count() -> None:
    path = ("schedule", "seasons", 0, "breaks", 21, "to")
    problem = Problem("a.toml", path, "1", Phrase("true or false"), line=3)

    russian = problem.message(fault_words("ru"))

    assert problem.key == "schedule.seasons.1.breaks.22.to"
    assert str(problem).startswith(
        "a.toml:3: to of the 22nd [[schedule.seasons.breaks]] of the 1st [[schedule.seasons]]: "
    )
    assert russian == (
        "a.toml, строка 3: to в [[schedule.seasons.breaks]] № 22 в [[schedule.seasons]] № 1: "
        "нужно: true or false; стоит: 1".replace("true or false", "true или false")
    )


def test_no_room_reads_toml_in_another_way() -> None:
    readers = {
        module.relative_to(ROOT).as_posix()
        for room in ("core", "queue", "printers", "hardware", "kiosk")
        for module in (ROOT / room).rglob("*.py")
        if "tomllib" in module.read_text("utf-8").replace("``tomllib``", "")
    }

    assert readers == {f"core/kezek_core/toml_table/{name}.py" for name in ("places", "source")}


def test_check_tells_each_fault_of_a_file_once_in_the_order_of_its_lines(office: Path) -> None:
    file = office / "office.toml"
    text = file.read_text()
    text = text.replace('standard = "kz-mj-2007-287-1"', 'standard = "no-such-standard"', 1)
    text = text.replace("near_limit_percent = 80", "near_limit_percent = 800", 1)
    file.write_text(text.replace("time_zone =", "time_zones =", 1))

    checked = CliRunner(env={"KEZEK_LANGUAGE": "en"}).invoke(
        main, ["check", "--data", str(office), "--json"]
    )

    told = [fault for row in json.loads(checked.output) for fault in row["problems"]]
    assert [each["key"] for each in told] == [
        "office.time_zones",
        "tickets.near_limit_percent",
        "services.1.standard",
    ]
    assert [each["line"] for each in told] == sorted(each["line"] for each in told)
