"""Filling in the questionnaire of a young teacher in a browser, and what the database says about it afterwards."""

import json
from contextlib import closing
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from portal.core import clock
from portal.core.sqlite import driver
from tests.server import TownServer

ORDER = ["documents", "pedagogy", "method", "subject", "digital", "communication", "growth"]
START_ON = clock.now().date() + timedelta(days=30)
STEPS: dict[str, Any] = {
    "TD_STAGE": "y0_1",
    "TD_REASON": ["novice", "it"],
    "TD_MATRIX": {f"TD{number:02}": str(1 + number % 5) for number in range(1, 17)},
    "TD_TOP": {f"TD_TOP.{value}": str(place) for place, value in enumerate(ORDER, 1)},
    "TD_REQUEST": "Хочу научиться вести урок так, чтобы «тихие» тоже говорили: 50 % класса молчит.",
    "TD_CASE": "Спор о правилах.\nОбе стороны были правы – а урок кончился.",
    "TD_HELP": ["visit_mine", "joint"],
    "TE_CONF": "6",
    "TE_WORK_SAT": "9",
    "TE_LOAD": "7",
    "TE_TEAM": "8",
    "TE_STAY": "3",
    "CHANNELS": ["offline", "chat"],
    "FREQ": "biweekly",
    "START_DATE": f"{START_ON:%d.%m.%Y}",
}
"""Code of a question → what a person does there: one mark, several ticks, a mark a row, or words."""


def stored_answers() -> dict[str, Any]:
    """What the database must hold after `STEPS`."""
    answers: dict[str, Any] = {code: given for code, given in STEPS.items() if not isinstance(given, dict)}
    answers |= STEPS["TD_MATRIX"] | {"TD_TOP": ORDER, "START_DATE": START_ON.isoformat()}
    return answers | {code: int(answers[code]) for code in ("TE_CONF", "TE_WORK_SAT", "TE_LOAD", "TE_TEAM")}


def answer(page: Page, code: str) -> None:
    """Put in what `STEPS` says for the question on the page."""
    given = STEPS[code]
    if isinstance(given, dict):
        for name, value in given.items():
            put(page, name, value)
    else:
        for value in given if isinstance(given, list) else [given]:
            put(page, code, value)


def put(page: Page, name: str, value: str) -> None:
    """One control: tick the option, choose the place or type the words."""
    control = page.locator(f'main [name="{name}"]').first
    if control.evaluate("e => e.tagName") == "SELECT":
        control.select_option(value)
    elif control.get_attribute("type") in ("radio", "checkbox"):
        page.locator(f'main [name="{name}"][value="{value}"]').check()
    else:
        control.fill(value)


def go_on(page: Page) -> None:
    """«Продолжить», and wait for the page after it."""
    before = page.url
    page.get_by_role("button", name="Продолжить").click()
    page.wait_for_url(lambda url: url != before)


def expect_saved(page: Page) -> None:
    """The mark says that the server has it."""
    expect(page.locator("#saved_mark")).to_contain_text("сохранено в", timeout=20_000)


def invitation_path(server: TownServer, login: str, code: str) -> str:
    """The address of the running invitation of this person to this questionnaire."""
    found = rows(server, f"{_WHOSE} ORDER BY a.opens_at DESC LIMIT 1", login, code)
    return f"/s/{found[0]['public_id']}"


def responses(server: TownServer, path: str) -> list[dict[str, Any]]:
    """Responses behind an address, each with its answers."""
    public_id = path.removeprefix("/s/")
    found = rows(server, "SELECT r.id, r.state, r.receipt FROM response r JOIN survey_invitation i"
                         " ON i.id = r.invitation_id WHERE i.public_id = ?", public_id)  # fmt: skip
    for response in found:
        stored = rows(server, "SELECT item_code, value FROM answer WHERE response_id = ?", response["id"])
        response["answers"] = {each["item_code"]: _read(each["value"]) for each in stored}
    return found


def participations(server: TownServer, path: str) -> int:
    """How many times this invitation was used."""
    found = rows(server, "SELECT count(*) AS n FROM participation p JOIN survey_invitation i"
                         " ON i.id = p.invitation_id WHERE i.public_id = ?", path.removeprefix("/s/"))  # fmt: skip
    return int(found[0]["n"])


def end_sessions(server: TownServer, login: str) -> None:
    """Sign this person out of every browser, as the end of the term does."""
    with closing(driver().connect(server.folder / "portal.db", timeout=20)) as line, line:
        line.execute("UPDATE login_session SET ended_at = started_at WHERE user_id ="
                     " (SELECT id FROM user WHERE login = ?)", (f"{login}@demo.example",))  # fmt: skip


def rows(server: TownServer, sql: str, *values: str) -> list[dict[str, Any]]:
    """Rows of the server's database by names of their columns."""
    with closing(driver().connect(server.folder / "portal.db", timeout=20)) as line:
        asked = line.execute(sql, values)
        names = [column[0] for column in asked.description]
        return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


def _read(value: Any) -> Any:
    """A column of JSON holds a plain number as a number."""
    return json.loads(value) if isinstance(value, str) else value


_WHOSE = (
    "SELECT i.public_id FROM survey_invitation i JOIN survey_assignment a ON a.id = i.assignment_id"
    " JOIN questionnaire_version v ON v.id = a.version_id JOIN questionnaire q ON q.id = v.questionnaire_id"
    " JOIN user u ON u.person_id = i.person_id WHERE u.login = ? || '@demo.example' AND q.code = ?"
)
