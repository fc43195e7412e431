"""Somebody who fills in a questionnaire through a real server, over one keep-alive line."""

import re
import secrets

from tests.bench.load import Line, Reply
from tests.surveying import CODES, mark_of

Fields = list[tuple[str, str]]


class Respondent:
    """A fresh browser at one personal link."""

    def __init__(self, line: Line, token: str) -> None:
        self.line, self.token = line, token
        self._csrf = self._key = ""

    def open(self) -> Reply:
        """Get the whole questionnaire on one page and keep what its form needs; a program mints its own key."""
        page = self.line.get(f"/s/{self.token}?view=all")
        if page.status == 200:
            self._csrf = hidden(page.text, "csrf_token")
            self._key = secrets.token_urlsafe(24)
        return page

    def become(self, other: "Respondent") -> None:
        """Hold the same form as somebody else: a second click, a second tab."""
        self._csrf, self._key = other._csrf, other._key

    def save(self, codes: tuple[str, ...]) -> Reply:
        """Save some answers, as the page does while one types."""
        return self._post([*self._answers(codes), ("intent", "save")])

    def submit(self) -> Reply:
        """Submit all answers; again and again with the same key if need be."""
        return self._post([*self._answers(CODES), ("intent", "submit"), ("submission_key", self._key)])

    def _answers(self, codes: tuple[str, ...]) -> Fields:
        return [(code, mark_of(self.token, code)) for code in codes]

    def _post(self, fields: Fields) -> Reply:
        return self.line.post(f"/s/{self.token}", [*fields, ("csrf_token", self._csrf)])


def fill_in(line: Line, token: str) -> Reply:
    """Open a questionnaire as a fresh browser, fill in everything, submit. Raises when it is not accepted."""
    line.cookies.clear()
    person = Respondent(line, token)
    page = person.open()
    if page.status != 200:
        raise RuntimeError(f"GET /s/…: {page.status}")
    answer = person.submit()
    if answer.status != 303:
        raise RuntimeError(f"POST /s/…: {answer.status}")
    return answer


def hidden(html: str, name: str) -> str:
    """The value of a hidden field of a page, in whichever order its attributes stand."""
    tag = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', html)
    value = re.search(r'\bvalue="([^"]*)"', tag.group()) if tag else None
    if value is None:
        raise RuntimeError(f"the page has no {name}")
    return value.group(1)
