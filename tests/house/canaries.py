"""Canaries: a string of its own in every personal text of every person, and a crawler that looks for them.

A canary names its subject, so whoever meets one on a page that is not for them has found a leak.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa

from portal.core.db import Base, db
from portal.people.models import Membership, Person, Representation
from tests.house.stage import Stage

PATTERN = re.compile(r"qz([a-z]+)0[a-z]+zq", re.IGNORECASE)
ARCHIVES = ("application/zip", "application/vnd.openxmlformats-officedocument")
MOST_PAGES = 260
MOST_OF_A_KIND = 12
LETTERS = str.maketrans("0123456789", "abcdefghij")


def canary(key: str, field_name: str) -> str:
    """«Qz» + whose + «0» + which + «zq»: survives case folding, cutting of names to initials does not matter."""
    return f"Qz{key}0{re.sub('[^a-z]', '', field_name.translate(LETTERS))}zq"


def seed(people: dict[str, Any]) -> int:
    """Put canaries into names, contacts, posts and representations of these people; returns how many."""
    seeded = 0
    for key, person in people.items():
        values = {name: canary(key, name) for name in ("family_name", "given_name", "patronymic", "phone")}
        values["sort_name"] = canary(key, "sort")
        values["email"] = f"{canary(key, 'email').lower()}@example.test"
        db.session.execute(sa.update(Person).where(Person.id == person.id).values(values))
        seeded += len(values)
        for model, owner, texts in (
            (Membership, Membership.person_id, ("post", "subject")),
            (Representation, Representation.person_id, ("relation",)),
            *_further(),
        ):
            filled = {name: canary(key, model.__tablename__ + name) for name in texts}
            seeded += _fill(model, owner == person.id, filled)
    db.session.flush()
    return seeded


def _fill(model: type[Base], where: Any, values: dict[str, str]) -> int:
    result: Any = db.session.execute(sa.update(model).where(where).values(values))
    return int(result.rowcount) * len(values)


def _further() -> Iterator[tuple[type[Base], Any, tuple[str, ...]]]:
    """Texts of the rooms that hold personal notes beside the register."""
    return iter(())


@dataclass
class Found:
    """What a crawl met: pages read, links that were odd, and for each canary's subject the first page with it."""

    pages: int = 0
    subjects: dict[str, str] = field(default_factory=dict)
    in_addresses: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._form: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        wanted = [said.get("hx-get")]
        if tag == "a":
            wanted.append(said.get("href"))
        if tag == "img":
            wanted.append(said.get("src"))
        if tag == "form" and (said.get("method") or "get").lower() == "get":
            wanted.append(said.get("action"))
        self.found += [one for one in wanted if one and one.startswith("/")]


def crawl(stage: Stage, who: str, starts: list[str]) -> Found:
    """Everything that `who` reaches by links from `starts`: pages, fragments, files."""
    found, seen, waiting, kinds = Found(), set(), list(dict.fromkeys(starts)), {}
    while waiting and found.pages < MOST_PAGES:
        path = waiting.pop(0).partition("#")[0]
        shape = re.sub(r"/[A-Za-z0-9_.-]{16,}", "/*", path.partition("?")[0])
        if path in seen or path.startswith("/static/") or kinds.get(shape, 0) >= MOST_OF_A_KIND:
            continue
        seen.add(path)
        kinds[shape] = kinds.get(shape, 0) + 1
        with stage.trial():
            answer = stage.call(who, "GET", path)
        found.pages += 1
        if PATTERN.search(unquote(path)) or PATTERN.search(unquote(answer.headers.get("Location", ""))):
            found.in_addresses.append(path)
        if answer.status_code >= 500:
            found.broken.append(f"{who}: {path}: {answer.status_code}")
        for text in _texts(answer):
            for key in PATTERN.findall(text):
                found.subjects.setdefault(key.lower(), path)
        if answer.status_code == 303:
            waiting.append(urlsplit(answer.location).path)
        elif answer.mimetype == "text/html":
            reader = _Links()
            reader.feed(answer.text)
            waiting += reader.found
    return found


def _texts(answer: Any) -> Iterator[str]:
    if answer.mimetype.startswith(ARCHIVES):
        yield from _unpacked(answer.data)
    else:
        yield answer.data.decode("utf-8", "replace")
    yield from (value for _name, value in answer.headers.items())


def _unpacked(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name
            part = archive.read(name)
            if part.startswith(b"PK\x03\x04"):
                yield from _unpacked(part)
            else:
                yield part.decode("utf-8", "replace")


def entrances(stage: Stage) -> list[str]:
    """Every address without arguments that answers GET: doors that no link may lead to are tried as well."""
    return [
        rule.rule
        for rule in stage.app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and rule.endpoint != "static"
    ]
