"""No file harms the portal: it is refused in words or read as plain text, soon and in little memory (A8)."""

import tracemalloc
from pathlib import Path

import pytest

from portal.core.errors import Refusal
from portal.imports import child
from portal.imports.reading import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, read_table
from tests.imports.hostile import EITHER, READ, REFUSED, Odd, corpus, honest

FILES = list(corpus())
MEMORY = 100 * 2**20


def test_the_corpus_is_large() -> None:
    assert len(FILES) >= 235
    assert len({file.label for file in FILES}) == len(FILES)


@pytest.mark.parametrize("file", FILES, ids=[file.label for file in FILES])
def test_a_hostile_file_is_refused_or_neutralised(file: Odd, tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(file.content)
    tracemalloc.start()
    try:
        became = outcome(path, file.name)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert file.wanted in (EITHER, became)
    assert peak < MEMORY


def outcome(path: Path, name: str) -> str:
    """Refused with a reason in Russian, or read within the limits."""
    said = ""
    try:
        table = read_table(path, name)
    except Refusal as refusal:
        said = refusal.message
    if said:
        assert said[:1].isupper()
        assert any("а" <= char <= "я" for char in said)
        return REFUSED
    assert len(table.rows) <= MOST_ROWS
    assert len(table.headings) <= MOST_COLUMNS
    for _number, cells in table.rows:
        assert len(cells) == len(table.headings)
        for cell in cells:
            assert isinstance(cell, str)
            assert len(cell) <= LONGEST_CELL
            assert not any(char in "\0\n\r\u202e\u200f" for char in cell)
    return READ


def test_a_formula_gives_its_value_and_nothing_is_run(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(next(file for file in FILES if file.label.startswith("a formula =cmd")).content)
    assert read_table(path, "a.xlsx").rows == [(2, ["1", ""])]


def test_dates_of_both_calendars_are_read_as_days(tmp_path: Path) -> None:
    path = tmp_path / "table"
    for label, day in (("a date 39813", "31.12.2008"), ("a date 39813 of 1904", "01.01.2013")):
        path.write_bytes(next(file for file in FILES if file.label == label).content)
        assert read_table(path, "a.xlsx").rows[0][1][1] == day


@pytest.mark.parametrize("label", ["UTF-8 with a mark", "cp1251", "commas", "tabs", "old line ends"])
def test_every_spelling_of_csv_says_the_same(label: str, tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(next(file for file in FILES if file.label == label).content)
    table = read_table(path, "a.csv")
    assert (table.headings, table.rows) == (["Фамилия", "Имя"], [(2, ["Иванов", "Иван"])])


def test_the_child_reads_the_same_and_refuses_the_same(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(honest())
    assert child.read_apart(path, "a.xlsx") == read_table(path, "a.xlsx")
    path.write_bytes(next(file for file in FILES if file.label == "laughs in xl/workbook.xml").content)
    with pytest.raises(Refusal, match="необычно"):
        child.read_apart(path, "a.xlsx")


def test_a_child_that_takes_too_long_or_dies_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "table"
    path.write_bytes(honest())
    monkeypatch.setattr(child, "SECONDS", 0.001)
    with pytest.raises(Refusal, match="тяжёлый"):
        child.read_apart(path, "a.xlsx")
    monkeypatch.undo()
    monkeypatch.setattr(child.sys, "executable", "/bin/false")
    with pytest.raises(Refusal, match="тяжёлый"):
        child.read_apart(path, "a.xlsx")
