"""Endpoints as the matrix sees them, and the comparison of an answer with what the example promises."""

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for
from werkzeug.test import TestResponse

from tests.house.asked import Case, Example
from tests.house.examples import EXAMPLES
from tests.house.stage import CLOSED, EVERYBODY, GUEST, PEOPLE, Stage, outcome

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WHO = (*PEOPLE, GUEST)


@dataclass(frozen=True)
class Endpoint:
    """One method of one endpoint; `key` names it in EXAMPLES."""

    method: str
    name: str
    path: str
    arguments: frozenset[str]

    @property
    def key(self) -> str:
        return f"{self.method} {self.name}"


def endpoints(app: Flask) -> list[Endpoint]:
    """Every endpoint × method that the portal answers, static files aside."""
    return [
        Endpoint(method, rule.endpoint, rule.rule, frozenset(rule.arguments))
        for rule in app.url_map.iter_rules()
        for method in METHODS
        if method in (rule.methods or ()) and rule.endpoint != "static"
    ]


def named(app: Flask) -> list[Endpoint]:
    """The endpoints that have an example, which a test of the house makes certain are all of them."""
    return [endpoint for endpoint in endpoints(app) if endpoint.key in EXAMPLES]


def ask(stage: Stage, endpoint: Endpoint, case: Case, who: str, **how: Any) -> TestResponse:
    """Send the request of the case as `who`."""
    path, body = address(stage, endpoint, case, who)
    return stage.call(who, endpoint.method, path, body=body, **how)


def address(stage: Stage, endpoint: Endpoint, case: Case, who: str) -> tuple[str, dict[str, Any]]:
    """The path and the fields of the case for `who`."""
    call = case.call(stage, who)
    with stage.app.test_request_context():
        return url_for(endpoint.name, **call.url, **call.query), call.body


def expected(example: Example, case: Case, who: str) -> str:
    """What must become of `who` with this request; a closed account is a guest."""
    who = GUEST if who == CLOSED and CLOSED not in case.who else who
    if who in case.who:
        return "in"
    if who == GUEST:
        return case.guest if who in example.opens else "sign-in"
    return "refused" if who not in example.opens or who in case.sees else case.otherwise


def deviations(
    stage: Stage, endpoint: Endpoint, *, htmx: bool = False, people: Collection[str] = WHO, is_quick: bool = False
) -> Iterator[str]:
    """Every answer that differs from the promise, in words; also texts shown to the wrong people.

    Quickly: only what can go wrong when a check is missing. Who gets in anyway is not asked, writes are not looked for.
    """
    example = EXAMPLES[endpoint.key]
    for case in example.cases:
        promised = example.promises(stage, case)
        for who in people:
            wanted = expected(example, case, who)
            if who not in case.asked or (is_quick and wanted == "in" and not promised):
                continue
            with stage.trial():
                answer = ask(stage, endpoint, case, who, htmx=htmx)
                got = outcome(answer)
                if got != wanted:
                    yield f"{endpoint.key} ({case.name}) {who}: {got} ({answer.status_code}), not {wanted}"
                elif not is_quick and (endpoint.method == "GET" or got != "in") and (changed := stage.changed()):
                    yield f"{endpoint.key} ({case.name}) {who}: the database changed ({', '.join(changed)})"
                if promised and got == "in":
                    yield from (f"{endpoint.key} ({case.name}) {who}: {word}"
                                for word in _misplaced(promised, who, answer, is_part=htmx))  # fmt: skip


def _misplaced(
    promised: Mapping[str, frozenset[str]], who: str, answer: TestResponse, *, is_part: bool
) -> Iterator[str]:
    """Texts shown to the wrong people, or missing where they were promised; a fragment may lack them."""
    said = readable(answer)
    for text, readers in promised.items():
        is_leak, is_missing = text in said and who not in readers, text not in said and who in readers
        if is_leak or (is_missing and not is_part):
            yield f"«{text}» is {'shown' if text in said else 'missing'}"


def readable(answer: TestResponse) -> str:
    """The text of an answer; a workbook is unpacked."""
    if not answer.data.startswith(b"PK"):
        return answer.get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())


assert CLOSED in EVERYBODY
