"""Every letter reads exactly as its golden file; `GOLDEN=1 pytest tests/core/test_letters.py` writes them anew."""

import os
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from portal.accounts import letters as accounts
from portal.consents import letters as consents
from portal.core.db import db
from portal.core.letter_kinds import AT_ONCE, WAITING
from portal.core.mail import OutboxMessage, absolute, enqueue
from portal.documents import letters as documents
from portal.mentorships.closing import letters as closing
from portal.mentorships.health import letters as pair_health
from portal.mentorships.meetings import letters as meetings
from portal.programs.roadmaps import letters as roadmaps
from surveys import letters as surveys

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "letters"
PATH = "/s/2f0cZ3yqk9b1AvWmC5sRtg.9QJx7cQ1u2mXkT0vZb4Yyw"
INVITATION = "/invitations/2f0cZ3yqk9b1AvWmC5sRtgQJx7cQ1u2mXkT0vZb4Yyw"


def written_for(letter: str, path: str, **said: str) -> bool:
    """A letter that its room writes straight from a row."""
    return enqueue(letter, "nina@demo.example", event_key=f"{letter}:1", url=absolute(path), **said)


LETTERS: dict[str, Callable[[], bool]] = {
    "account_invitation": lambda: accounts.account_invitation("nina@demo.example", path=INVITATION),
    "password_reset": lambda: accounts.password_reset("nina@demo.example", path=INVITATION),
    "access_renewed": lambda: accounts.access_renewed("nina@demo.example", zone="Asia/Irkutsk"),
    "email_change": lambda: accounts.email_change("nina@demo.example", path=INVITATION),
    "email_changed": lambda: accounts.email_changed("nina@demo.example", zone="Asia/Irkutsk"),
    "second_factor_changed": lambda: accounts.second_factor_changed(
        "nina@demo.example", zone="Asia/Irkutsk", is_on=True
    ),
    "password_changed": lambda: accounts.password_changed("nina@demo.example", zone="Asia/Irkutsk"),
    "campaign": lambda: consents.campaign(
        "nina@demo.example", title="Наставничество: как это устроено", body="Собрание 25 ноября, 15:30.",
        organization="Колледж", address="https://college.example/mentoring", event_key="campaign:1",
    ),
    "consent_reminder": lambda: consents.consent_reminder(
        "nina@demo.example", organization="Колледж", path="/account/consents", event_key="consent-reminder:1",
    ),
    "document_to_read": lambda: documents.document_to_read(
        "nina@demo.example", what="Приказ № 47-од от 20 ноября 2026", organization="Колледж",
        path="/my/documents/2f0cZ3yqk9b1AvWmC5sRtg", event_key="acquaintance:1",
    ),
    "survey_invitation": lambda: surveys.survey_invitation(
        "nina@demo.example", title="Удовлетворённость наставника", organization="Колледж", path=PATH,
        closes_on=date(2026, 11, 30), minutes=7, is_anonymous=False, event_key="invitation:1",
    ),
    "survey_reminder": lambda: surveys.survey_reminder(
        "nina@demo.example", title="Удовлетворённость наставника", organization="Колледж", path=PATH,
        closes_on=date(2026, 11, 30), event_key="reminder:1:2026-11-20",
    ),
    "meeting_reminder": lambda: meetings.meeting_reminder(
        "nina@demo.example", when="вторник, 1 декабря, 15:30", kind="Рабочая встреча", place="Кабинет 12",
        link="", organization="Колледж", path="/meetings/2f0cZ3yqk9b1AvWmC5sRtg",
        event_key="meeting-reminder:1",
    ),
    "roadmap_due": lambda: roadmaps.step_due(
        "nina@demo.example", title="Утвердить базу наставников", due_on=date(2026, 11, 30), organization="Колледж",
        path="/roadmap-steps/2f0cZ3yqk9b1AvWmC5sRtg", event_key="roadmap-due-1:1",
    ),
    "mentor_report": lambda: closing.report_due(
        "nina@demo.example", due_on=date(2027, 5, 25), organization="Колледж",
        path="/mentor-reports/2f0cZ3yqk9b1AvWmC5sRtg", event_key="mentor-report-ask:1",
    ),
    "digest": lambda: enqueue(
        "digest", "nina@demo.example", event_key="digest:1:2026-11-20",
        choices_url=absolute("/account/notifications/letters"),
        parts=[("Пары и встречи", [("Наставническая пара начала работать", absolute("/mentorships/2f0cZ3yqk9b1Av"))]),
               ("Анкеты", [("Вас ждёт анкета «Удовлетворённость наставника», до 30 ноября", absolute(PATH))])],
    ),
    "curator_call": lambda: pair_health.curator_call(
        "nina@demo.example", urgency="Сегодня", organization="Колледж", path="/calls/2f0cZ3yqk9b1AvWmC5sRtg",
        event_key="curator-call:1",
    ),
    **{
        letter: partial(
            written_for, letter, "/mentorships/2f0cZ3yqk9b1AvWmC5sRtg", what="О паре", organization="Колледж"
        )
        for letter in ("mentorship_proposed", "mentorship_began", "mentorship_over")
    },
    **{
        letter: partial(
            written_for, letter, "/events/2f0cZ3yqk9b1AvWmC5sRtg", title="Час наставника", when="1 декабря, 15:00",
            where="Кабинет 214", reason="Болезнь ведущего",
        )
        for letter in ("event_joined", "event_moved", "event_moved_up", "event_cancelled", "event_reminder")
    },
}  # fmt: skip


def written() -> OutboxMessage:
    return db.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)).one()


@pytest.mark.parametrize("letter", sorted(LETTERS))
def test_a_letter_reads_as_its_golden_file(database: Any, letter: str) -> None:
    assert LETTERS[letter]()
    row = written()
    text = f"Тема: {row.subject}\n\n{row.text}\n--- HTML ---\n{row.html}"
    golden = GOLDEN / f"{letter}.txt"
    if os.environ.get("GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_every_letter_has_three_templates_and_a_golden_file() -> None:
    made = {path.name.partition(".")[0] for path in (ROOT / "templates/letters").iterdir()} - {"frame"}
    assert made == set(LETTERS)
    for letter in made:
        for ending in ("subject", "txt", "html", *(("line",) if letter in WAITING else ())):
            assert (ROOT / "templates/letters" / f"{letter}.{ending}").exists()
    assert {path.stem for path in GOLDEN.glob("*.txt")} == made


def test_every_letter_has_its_topic_or_goes_at_once_by_name() -> None:
    assert set(WAITING) | set(AT_ONCE) == set(LETTERS)
    assert not set(WAITING) & set(AT_ONCE)


def test_an_anonymous_questionnaire_is_called_so(database: Any) -> None:
    surveys.survey_invitation(
        "nina@demo.example", title="Климат", organization="Колледж", path=PATH, closes_on=None, minutes=None,
        is_anonymous=True, event_key="invitation:2",
    )  # fmt: skip
    assert "Анкета анонимная" in written().text


def test_values_of_a_letter_are_escaped_in_html_and_cannot_widen_the_subject(database: Any) -> None:
    surveys.survey_reminder(
        "nina@demo.example", title="<script>alert(1)</script>\r\nBcc: evil@example.com", organization="А & Б",
        path=PATH, closes_on=None, event_key="reminder:3",
    )  # fmt: skip
    row = written()
    assert "<script" not in row.html
    assert "&lt;script&gt;" in row.html
    assert "\n" not in row.subject


def test_links_of_letters_lead_to_the_portals_own_address(database: Any) -> None:
    for letter in LETTERS.values():
        letter()
    rows = db.session.scalars(sa.select(OutboxMessage)).all()
    links = {link for row in rows for link in re.findall(r"https?://[^/\s\"<]+", row.text + row.html)}
    assert links == {"http://127.0.0.1:8000", "https://college.example"}, "home, and where the curator points"
