"""Reading a scan from outside: starts the child process, listens to it, and stops it when it takes too long."""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from portal.core.errors import Refusal
from portal.core.i18n import _

CHILD = Path(__file__).with_name("child.py")
SILENCE = 30.0  # seconds that one page may take
KINDS = {"application/pdf": "pdf", "image/jpeg": "picture", "image/png": "picture"}


@dataclass(frozen=True)
class Page:
    """A page of a scan: its place, its picture as a small JPEG, and what its QR codes say."""

    place: int
    picture: bytes
    codes: tuple[str, ...]


def read_pages(
    content: IO[bytes], media_type: str, *, told: Callable[[int], None] = lambda pages: None
) -> Iterator[Page]:
    """Yield the pages of a scan one by one; `told` learns how many there are.

    Raises Refusal with the reason where the file is not taken: broken, locked, too many pages, too large a page.
    """
    with tempfile.TemporaryDirectory(prefix="scan-") as folder:
        source = Path(folder) / "source"
        with source.open("wb") as kept:
            while chunk := content.read(1 << 20):
                kept.write(chunk)
        yield from _listen(source, KINDS[media_type], folder, told)


def _listen(source: Path, kind: str, folder: str, told: Callable[[int], None]) -> Iterator[Page]:
    command = [sys.executable, "-I", str(CHILD), str(source), kind, folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:  # noqa: S603
        try:
            for said in _lines(child):
                if "refused" in said:
                    raise Refusal(_reason(str(said["refused"]), int(said["page"])))
                if "pages" in said:
                    told(int(said["pages"]))
                    continue
                place = int(said["page"])
                picture = (Path(folder) / f"{place:04}.jpg").read_bytes()
                yield Page(place, picture, tuple(said["codes"]))
            if child.wait() != 0:
                raise Refusal(_reason("broken", 0))
        finally:
            child.kill()


def _lines(child: "subprocess.Popen[str]") -> Iterator[dict[str, Any]]:
    """What the child says; it is killed when it falls silent for too long."""
    assert child.stdout is not None  # noqa: S101 — asked for above
    while True:
        watch = threading.Timer(SILENCE, child.kill)
        watch.start()
        try:
            line = child.stdout.readline()
        finally:
            watch.cancel()
        if not line:
            return
        yield json.loads(line)


def _reason(word: str, page: int) -> str:
    reasons = {
        "locked": _("Файл закрыт паролем. Снимите пароль и загрузите ещё раз."),
        "pages": _("В файле больше 400 страниц. Разделите его на части."),
        "size": _("Страница %(n)s слишком большая. Отсканируйте её как А4.", n=page),
    }
    return reasons.get(word, _("Файл повреждён и не прочитан до конца. Отсканируйте эти листы ещё раз."))
