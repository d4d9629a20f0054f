"""``kezek standards check --rules 126 --regulation FILE``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kezek_kiosk.cli import main

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "regulation.toml"


def check(tmp_path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["standards", "check", "--data", str(tmp_path), *options])


@pytest.fixture
def changed(tmp_path: Path):
    """Writes the example with one text changed."""

    def write(old: str, new: str) -> str:
        text = EXAMPLE.read_text(encoding="utf-8")
        assert old in text
        file = tmp_path / "regulation.toml"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return str(file)

    return write


def test_the_example_of_the_manual_keeps_within_its_standard(tmp_path: Path):
    result = check(tmp_path, "--rules", "126", "--regulation", str(EXAMPLE))

    assert result.exit_code == 0, result.output
    assert "5 steps checked, 0 times a limit is exceeded" in result.output
    assert "limit 3 working_days" in result.output
    assert "order 287, annex 1, item 7.1" in result.output
    assert "Мұрағатты тексеру және анықтама дайындау" in result.output


def test_a_step_too_long_is_marked_and_so_is_its_sum(tmp_path: Path, changed):
    file = changed("amount = 1.5", "amount = 3.5")

    result = check(tmp_path, "--rules", "126", "--regulation", file)

    marked = [line for line in result.output.splitlines() if line.startswith(" !")]
    assert result.exit_code == 1
    assert len(marked) == 2
    assert "3.5 working_days" in marked[0]
    assert "all steps" in marked[1]
    assert "2 times a limit is exceeded" in result.output


def test_a_wait_longer_than_the_standard_allows_is_marked(tmp_path: Path, changed):
    result = check(tmp_path, "--rules", "126", "--regulation", changed("= 25", "= 31"))

    marked = [line for line in result.output.splitlines() if line.startswith(" !")]
    assert all("limit 30 minutes" in line for line in marked)
    assert len(marked) == 2


def test_json_names_each_step_with_its_answer(tmp_path: Path, changed):
    file = changed("amount = 1.5", "amount = 2.5")

    result = check(tmp_path, "--rules", "126", "--regulation", file, "--json")

    document = json.loads(result.output)["regulation"]
    by_step = {each["step"]["title"]: each for each in document["findings"] if each["step"]}
    together = [each for each in document["findings"] if each["step"] is None]
    assert (document["standard"], document["kept"]) == ("kz-mj-2007-287-1", False)
    assert by_step["Кезекте күту"]["limit"] == "submission"
    assert by_step["Құжаттарды уәкілетті органға жіберу"]["step"]["amount"] == 0.5
    assert [each["fit"] for each in together] == ["exceeds", "within"]
    assert together[0]["source"] == "rules 126, item 19"


def test_a_faulty_file_is_refused_with_every_fault(tmp_path: Path, changed):
    file = changed("amount = 30", "amount = 0")

    result = check(tmp_path, "--rules", "126", "--regulation", file)

    assert result.exit_code == 1
    assert "amount of the 2nd [[steps]]: expected a number above 0" in result.output


def test_a_regulation_of_a_standard_that_is_not_there_says_so(tmp_path: Path, changed):
    result = check(
        tmp_path, "--rules", "126", "--regulation", changed("kz-mj-2007-287-1", "kz-none")
    )

    assert result.exit_code == 1
    assert "kz-none" in result.output


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--regulation", str(EXAMPLE)), "--rules 126"),
        (("--rules", "126", "--regulation", "nowhere.toml"), "expected a file that can"),
        (("--rules", "126", "--regulation", str(EXAMPLE), str(EXAMPLE)), "no FILES"),
    ],
)
def test_what_does_not_go_together_is_refused(
    tmp_path: Path, options: tuple[str, ...], sentence: str
):
    result = check(tmp_path, *options)

    assert result.exit_code != 0
    assert sentence in result.output
