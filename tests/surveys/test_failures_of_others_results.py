"""What happened to others and must not happen here: lines 17–25 and 30–35 on exports, results and pages.

One test a line that had none of its own; the others stand beside their subject under the same numbers.
"""

import csv
import io
from html.parser import HTMLParser
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core.db import db
from surveys.exchange.answers.files import write_csv
from surveys.exchange.answers.rows import BATCH
from surveys.links import token_of
from surveys.mapping import from_mapping
from surveys.models import Mode, Response, SurveyAssignment
from surveys.results.privacy import Reading
from tests.surveys.crowds import make_wave
from tests.surveys.waves import answers_of, invitation_of, open_wave, short

ALL = Reading(names=True, k=1, k_texts=1)
OPTIONS = [{"value": value, "label": value.upper()} for value in "abc"]
EMPTY_WORDS = ("Данных мало", "нет данных", "Нет данных", "Ответов пока нет", "пока нет ответов")


def table(rows: int = 3, select: str = "single") -> Any:
    return from_mapping({
        "code": "grid", "title": "Таблица",
        "items": [{
            "code": "T", "type": "matrix", "select": select, "text": "Насколько вы согласны?", "options": OPTIONS,
            "rows": [{"code": f"R{n}", "label": f"Строка номер {n}"} for n in range(1, rows + 1)],
        }],
    })  # fmt: skip


def test_17_all_ticked_options_come_from_the_page_into_the_store_and_the_file(
    world: Any, client: Any, post: Any
) -> None:
    """haskellweekly #61: only one of several ticked options was stored for 763 of 1,196 people."""
    definition = from_mapping({
        "code": "ticks", "title": "Отметки",
        "items": [{"code": "M", "type": "multiple", "text": "Что?", "options": OPTIONS},
                  *({**each, "code": "T"} for each in [{
                      "type": "matrix", "select": "multiple", "text": "Когда?", "options": OPTIONS,
                      "rows": [{"code": "R1", "label": "Раз"}]}])],
    })  # fmt: skip
    wave = open_wave(world, definition)
    invitation = invitation_of(world, wave)
    answer = post(client, f"/s/{token_of(invitation)}", intent="submit", submission_key="k17", M=["a", "b", "c"],
                  R1=["c", "a"])  # fmt: skip
    assert answer.status_code == 303
    assert answers_of(invitation) == {"M": ["a", "b", "c"], "R1": ["a", "c"]}
    [row] = rows_of(wave)
    assert [row[code] for code in ("M.a", "M.b", "M.c", "R1.a", "R1.b", "R1.c")] == ["1", "1", "1", "1", "0", "1"]


def rows_of(wave: SurveyAssignment) -> list[dict[str, str]]:
    stream = io.BytesIO()
    write_csv(wave, ALL, stream)
    lines = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig")), delimiter=";"))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_18_a_file_of_more_than_one_batch_has_every_row_and_says_how_many(world: Any) -> None:
    """unicef/iogt #1309: the CSV was cut at 30 seconds and nobody was told."""
    n = BATCH + 203
    wave = make_wave(world.school_1, short(), [{"MARK": 1 + turn % 10} for turn in range(n)])
    stream = io.BytesIO()
    written = write_csv(wave, ALL, stream)
    stored = db.session.scalar(
        sa.select(sa.func.count()).select_from(Response).where(Response.assignment_id == wave.id)
    )
    assert written.rows == stored == n
    assert stream.getvalue().count(b"\r\n") == n + 1
    assert dict(written.facts)["SHA-256 данных"] == written.digest


@pytest.mark.parametrize("tail", ["", "/two-questions", "/before-after"])
def test_21_a_reading_that_failed_is_never_shown_as_an_empty_one(
    world: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch, tail: str
) -> None:
    """Survey Solutions #3326: a report that ran out of time said «No data»."""
    wave = make_wave(world.school_1, short(), [{"MARK": 7}] * 12)
    kira = client_as("kira")
    assert kira.get(f"/surveys/{wave.public_id}/results{tail}").status_code == 200

    def out_of_time(*_args: Any, **_more: Any) -> Any:
        raise sa.exc.OperationalError("SELECT", {}, Exception("canceling statement due to statement timeout"))

    for reading in ("results.figures_for", "results.dimensions_of", "comparison.partners_of"):
        monkeypatch.setattr(f"surveys.views.{reading}", out_of_time)
    failed = kira.get(f"/surveys/{wave.public_id}/results{tail}")
    assert failed.status_code == 503
    assert int(failed.headers["Retry-After"]) > 0
    assert not [words for words in EMPTY_WORDS if words in failed.text]


def test_21_an_empty_wave_says_so_and_is_no_error(world: Any, client_as: Any) -> None:
    """The other side of it: nothing there is said as nothing there."""
    wave = make_wave(world.school_1, short(), [], waiting=3, mode=Mode.ANONYMOUS)
    page = client_as("kira").get(f"/surveys/{wave.public_id}/results")
    assert page.status_code == 200
    assert "Данных мало: ответили 0 из 3" in page.text


class Cells(HTMLParser):
    """Answer fields of a page with what a screen reader says for each: the legend of its group, then its label."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[tuple[str, str, str, str]] = []
        self._group = self._label = self._place = ""
        self._field: tuple[str, str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "fieldset":
            self._group = ""
        elif tag == "label":
            self._label, self._field = "", None
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            self._field = (given.get("name") or "", given.get("value") or "")
        self._place = tag if tag in ("legend", "label") else self._place

    def handle_endtag(self, tag: str) -> None:
        if tag == "label" and self._field:
            self.said.append((*self._field, self._group.strip(), self._label.strip()))
        elif tag == "fieldset":
            self._group = ""
        self._place = "" if tag in ("legend", "label") else self._place

    def handle_data(self, data: str) -> None:
        if self._place == "legend":
            self._group += data
        elif self._place == "label":
            self._label += data


@pytest.mark.parametrize("select", ["single", "multiple"])
def test_34_a_screen_reader_hears_row_and_column_of_every_cell_of_a_table(world: Any, client: Any, select: str) -> None:
    """SurveyJS #7273, Formbricks #3828: rows of a matrix were not read."""
    invitation = invitation_of(world, open_wave(world, table(select=select)))
    page = client.get(f"/s/{token_of(invitation)}?view=all").text
    cells = [each for each in Cells(page).said if each[0].startswith("R") and each[1] in "abc"]
    assert cells == [
        (f"R{row}", value, f"Строка номер {row}", value.upper()) for row in (1, 2, 3) for value in "abc"
    ]  # fmt: skip
    assert page.count('<th scope="row">Строка номер') == 3


def test_35_a_page_of_a_long_questionnaire_stays_light(world: Any, client: Any) -> None:
    """SurveyJS #2668: ten megabytes of JSON, half a minute a page. Of 500 questions one is a page."""
    items = [{"code": f"Q{n}", "type": "scale10", "text": f"Вопрос номер {n}?"} for n in range(1, 501)]
    invitation = invitation_of(
        world, open_wave(world, from_mapping({"code": "long", "title": "Длинная", "items": items}))
    )
    url = f"/s/{token_of(invitation)}"
    short_page = len(client.get(f"{url}?item=Q1").data)
    assert short_page < 40_000
    assert abs(len(client.get(f"{url}?item=Q500").data) - short_page) < 2_000
    assert len(client.get(f"{url}?view=all").data) < 500 * 6_000
