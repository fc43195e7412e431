"""A twin of fill.js: the same protocol in Python, over a clock and a network that a test commands.

What is said here of pages must be true of `static/js/fill.js`; tests/browser/test_offline.py holds the script to the
same faults.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.core import clock
from tests.conftest import csrf_of

Entry = tuple[int, list[str]]
TIMEOUT = 20.0
PATIENCE = 60.0


@dataclass
class World:
    """The true time in seconds, the packets on their way, and the portal behind the respondent's address."""

    browser: FlaskClient
    url: str
    bare: str
    time: float
    flying: list[tuple[float, Callable[[], TestResponse]]] = field(default_factory=list)

    def at(self) -> Any:
        """The portal's clock at this moment."""
        return clock.freeze(datetime.fromtimestamp(self.time, UTC))

    def land(self, until: float | None = None) -> None:
        """Let packets arrive whose time has come; nobody hears the answer any more."""
        now = self.time if until is None else until
        due = sorted((each for each in self.flying if each[0] <= now), key=lambda each: each[0])
        self.flying = [each for each in self.flying if each[0] > now]
        real = self.time
        for arrives, packet in due:
            self.time = max(arrives, 0)
            with self.at():
                packet()
        self.time = real


@dataclass
class Device:
    """A shelf that outlives pages, and a clock that may be wrong by a day and sleep."""

    skew: float
    slept: float = 0.0
    shelf: dict[str, dict[str, Entry]] = field(default_factory=dict)


class Page:
    """One open page with all questions."""

    opened = 0

    def __init__(self, world: World, device: Device, latency: float) -> None:
        Page.opened += 1
        self.world, self.device, self.client, self.seq = world, device, f"page{Page.opened}", 0
        self.waiting: dict[str, Entry] = {}
        self.typed: dict[str, int] = {}
        self.adopted: dict[str, dict[str, Entry]] = {}
        self.pause, self.next_at, self.last = 1.0, 0.0, 0
        with world.at():
            page = world.browser.get(f"{world.url}?view=all")
        assert page.status_code == 200, page.status_code
        self.began, now = world.time + latency, world.time * 1000
        world.time += latency
        self.slept_before = device.slept
        self.shift, self.drift = now - self._elapsed(), now - self._date()
        self._read(page.text)
        for name, entries in device.shelf.items():
            self._adopt(name, entries)
        if self.waiting:
            self.keep()

    def type(self, name: str, values: list[str]) -> None:
        """The person puts this into a control."""
        at = self.stamp()
        self.shown[name] = values
        self.waiting[name] = (at, values)
        self.typed[name] = at
        self.keep()

    def stamp(self) -> int:
        """The portal's time as far as the page knows it; of two ways to measure what has passed, the longer."""
        self.last = max(self.last + 1, int(max(self.shift + self._elapsed(), self.drift + self._date())))
        return self.last

    def keep(self) -> None:
        """What waits is on the shelf before anything else happens."""
        if self.waiting:
            self.device.shelf[self.client] = dict(self.waiting)
        else:
            self.device.shelf.pop(self.client, None)

    def packet(self) -> dict[str, Any]:
        """All that waits."""
        self.seq += 1
        times = json.dumps({name: at for name, (at, _values) in self.waiting.items()})
        body: dict[str, Any] = {"intent": "save", "client": self.client, "seq": str(self.seq), "terms": self.terms,
                                "typed": times}  # fmt: skip
        for name, (_at, values) in self.waiting.items():
            body |= {name: values, f"{name}.__present__": "1"}
        return body

    def send(self, network: "Callable[[Page, dict[str, Any]], TestResponse | None]") -> None:
        """One packet; nothing is dropped unless the portal says that it has it."""
        if not self.waiting:
            return
        sent = dict(self.waiting)
        answer = network(self, self.packet())
        wait = min(self.pause * 2, PATIENCE)
        if answer is not None:
            self.crumb = answer.headers.get("X-CSRFToken") or self.crumb
            if answer.status_code == 200:
                self._taken(answer.json, sent)
                wait = 1.0
        self.pause, self.next_at = wait, self.world.time + wait

    def form(self) -> dict[str, Any]:
        """Everything that stands on the page, as a plain form sends it."""
        self.client, client = f"{self.client}x", self.client
        body: dict[str, Any] = {"client": client, "seq": "1000000000", "view": "all", "csrf_token": self.crumb,
                                "typed": json.dumps(self.typed), "terms": self.terms}  # fmt: skip
        return body | self.shown | {f"{name}.__present__": mark for name, mark in self.marks.items()}

    def _taken(self, said: Any, sent: dict[str, Entry]) -> None:
        now = said["now"]
        heard = now - self._date()
        self.shift = max(self.shift, now - self._elapsed())
        self.drift = heard if heard > self.drift or self.drift - heard > 20_000 else self.drift
        for name, entry in sent.items():
            if self.waiting.get(name) == entry:
                del self.waiting[name]
        for name, values in said["newer"].items():
            if name not in self.waiting:
                self.shown[name] = values
        self.keep()
        if not self.waiting:
            for name, entries in self.adopted.items():
                if self.device.shelf.get(name) == entries:
                    del self.device.shelf[name]
            self.adopted.clear()

    def _adopt(self, name: str, entries: dict[str, Entry]) -> None:
        for control, entry in entries.items():
            if entry[0] > self.waiting.get(control, (0, []))[0]:
                self.waiting[control], self.typed[control], self.shown[control] = entry, entry[0], entry[1]
        self.adopted[name] = dict(entries)

    def _read(self, html: str) -> None:
        self.crumb, self.terms = csrf_of(html), _hidden(html, "terms")
        self.marks = dict(re.findall(r'name="([A-Z]\d\d)\.__present__" value="([^"]*)"', html))
        self.shown: dict[str, list[str]] = {}
        for tag in re.findall(r"<input[^>]*>", html):
            name = re.search(r'name="([A-Z]\d\d)"', tag)
            value = re.search(r'value="([^"]*)"', tag)
            if name and value and ('type="text"' in tag or " checked" in tag):
                self.shown[name.group(1)] = [unescape(value.group(1))]

    def _elapsed(self) -> float:
        """performance.now(): it does not count the time that the device slept."""
        return (self.world.time - self.began - (self.device.slept - self.slept_before)) * 1000

    def _date(self) -> float:
        return (self.world.time + self.device.skew) * 1000


def _hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return unescape(found.group(1))
