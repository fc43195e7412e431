"""A small load generator: threads with one keep-alive line each; two things are measured in turns, A B A B.

It speaks bare HTTP/1.1 over sockets, because a heavier client on the same two cores would flatter the slower side.
"""

import socket
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode


@dataclass(frozen=True)
class Reply:
    """One answer of the server."""

    status: int
    head: str
    body: bytes

    def header(self, name: str) -> str:
        """The first header of this name, or an empty string."""
        wanted = f"{name.lower()}:"
        lines = (line for line in self.head.split("\r\n") if line.lower().startswith(wanted))
        return next(lines, ":").partition(":")[2].strip()

    @property
    def text(self) -> str:
        return self.body.decode()


class Line:
    """One keep-alive connection with the cookies of one browser."""

    def __init__(self, port: int, cookie: str = "", timeout: float = 60.0) -> None:
        self._port, self._timeout = port, timeout
        self._socket: socket.socket | None = None
        self._rest = b""
        self.cookies = dict(part.split("=", 1) for part in cookie.split("; ") if part)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; the next request calls again."""
        if self._socket:
            self._socket.close()
        self._socket, self._rest = None, b""

    def get(self, path: str) -> Reply:
        """GET a path."""
        return self._ask(f"GET {path} HTTP/1.1\r\n", b"")

    def post(self, path: str, fields: list[tuple[str, str]]) -> Reply:
        """POST a form."""
        body = urlencode(fields).encode()
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        return self._ask(f"POST {path} HTTP/1.1\r\n{kind}Content-Length: {len(body)}\r\n", body)

    def _ask(self, start: str, body: bytes) -> Reply:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=self._timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{start}Host: 127.0.0.1\r\n" + (f"Cookie: {cookie}\r\n" if cookie else "") + "\r\n"
        try:
            self._socket.sendall(head.encode() + body)
            reply = self._read()
        except BaseException:
            self.close()
            raise
        for line in reply.head.split("\r\n"):
            if line.lower().startswith("set-cookie:"):
                name, _eq, value = line.partition(":")[2].strip().partition(";")[0].partition("=")
                self.cookies[name] = value
        return reply

    def _more(self) -> bytes:
        assert self._socket
        chunk = self._socket.recv(262_144)
        if not chunk:
            raise ConnectionResetError("the server hung up")
        return chunk

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._rest:
            self._rest += self._more()
        found, self._rest = self._rest.split(mark, 1)
        return found

    def _exactly(self, size: int) -> bytes:
        parts, held = [self._rest], len(self._rest)
        while held < size:
            parts.append(self._more())
            held += len(parts[-1])
        whole = b"".join(parts)
        self._rest = whole[size:]
        return whole[:size]

    def _read(self) -> Reply:
        head = self._until(b"\r\n\r\n").decode("latin-1")
        reply = Reply(int(head[9:12]), head, b"")
        if reply.status in {204, 304}:
            return reply
        if "chunked" in reply.header("transfer-encoding"):
            parts = []
            while size := int(self._until(b"\r\n"), 16):
                parts.append(self._exactly(size))
                self._exactly(2)
            self._exactly(2)
            return Reply(reply.status, head, b"".join(parts))
        return Reply(reply.status, head, self._exactly(int(reply.header("content-length") or 0)))


Turn = Callable[[Line, int], None]


@dataclass
class Side:
    """One of the two things measured: a port, a browser's cookies for each thread, and what one turn does."""

    port: int
    turn: Turn
    cookies: list[str]
    cpu: Callable[[], float] = lambda: 0.0


@dataclass(frozen=True)
class Rate:
    """What a side did: turns a second, the median and the slowest percent in milliseconds, processor time a turn."""

    a_second: float
    p50: float
    p99: float
    cpu_ms: float


def drive(side: Side, *, threads: int = 8, seconds: float = 1.5, turns: int | None = None) -> Rate:
    """Let `threads` browsers take turns for `seconds` (or exactly `turns` of them); raises what a turn raised."""
    times: list[float] = []
    faults: list[BaseException] = []
    count = iter(range(turns if turns is not None else 10**9))
    guard = threading.Lock()
    ends = time.perf_counter() + seconds

    def browse(number: int) -> None:
        with Line(side.port, side.cookies[number % len(side.cookies)] if side.cookies else "") as line:
            while not faults and (turns is not None or time.perf_counter() < ends):
                with guard:
                    mine = next(count, None)
                if mine is None:
                    return
                began = time.perf_counter()
                try:
                    side.turn(line, mine)
                except BaseException as fault:
                    faults.append(fault)
                    return
                times.append(time.perf_counter() - began)

    before, began = side.cpu(), time.perf_counter()
    crowd = [threading.Thread(target=browse, args=(n,)) for n in range(threads)]
    for browser in crowd:
        browser.start()
    for browser in crowd:
        browser.join()
    took = time.perf_counter() - began
    if faults:
        raise faults[0]
    times.sort()
    spent = (side.cpu() - before) / len(times) * 1000
    return Rate(len(times) / took, times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000, spent)


def in_turns(one: Side, other: Side, *, rounds: int = 3, seconds: float = 1.5) -> tuple[Rate, Rate]:
    """Measure two sides A B A B …; each gets the round of its median speed."""
    drive(one, seconds=0.5)
    drive(other, seconds=0.5)
    runs = [(drive(one, seconds=seconds), drive(other, seconds=seconds)) for _round in range(rounds)]
    middle = [sorted(side, key=lambda rate: rate.a_second)[rounds // 2] for side in zip(*runs, strict=True)]
    return middle[0], middle[1]


def median_seconds(work: Callable[[], object], *, times: int = 3) -> float:
    """The median duration of `work`."""
    took = []
    for _time in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)
