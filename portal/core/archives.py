"""What a zip-based document holds, before anything parses it: really read sizes, and XML without surprises.

Announced sizes can lie, so every part is read once in small pieces; nothing is unpacked to disk (reliability §9.6).
"""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from portal.core.errors import Refusal
from portal.core.i18n import _

PIECE = 256 * 1024
OVERLAP = 32
STEEP_FROM, STEEPEST = 2**20, 100
MARKUP = (".xml", ".rels", ".vml")
# An old OpenDocument manifest names its DTD; nobody parses that part.
NEVER_PARSED = ("meta-inf/",)
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
PLAIN_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"windows-1251"}


@dataclass
class Contents:
    """What was found on the way: how many elements each XML part has, and how often each asked-for tag occurs."""

    elements: dict[str, int] = field(default_factory=dict)
    tags: dict[bytes, int] = field(default_factory=dict)


def read_through(path: Path, *, largest_entry: int, largest: int, count: tuple[bytes, ...] = ()) -> Contents:
    """Read every part once; raises Refusal at a bomb, at damage and at XML with a DTD or an odd encoding.

    `count` names byte strings to be counted in XML parts, such as `b"<row"`.
    """
    found, total = Contents(tags=dict.fromkeys(count, 0)), 0
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if sum(entry.compress_size for entry in entries) > path.stat().st_size:
                raise _too_large()  # parts that lie over each other
            for entry in entries:
                total += _read_entry(archive, entry, min(largest_entry, largest - total), found)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as fault:
        raise Refusal(_("Файл повреждён: он не открывается.")) from fault
    return found


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, largest: int, found: Contents) -> int:
    name, size, tail = entry.filename.lower(), 0, b""
    is_markup = name.endswith(MARKUP) and not name.startswith(NEVER_PARSED)
    with archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            is_first, size = size == 0, size + len(piece)
            if size > largest or (size > STEEP_FROM and size > STEEPEST * max(entry.compress_size, 1)):
                raise _too_large()
            if is_markup:
                if is_first:
                    _check_encoding(piece)
                if _DTD.search(tail + piece):
                    raise odd_file()
                found.elements[entry.filename] = found.elements.get(entry.filename, 0) + piece.count(b"<")
                for tag in found.tags:
                    found.tags[tag] += (tail[-len(tag) + 1 :] + piece).count(tag)
                tail = piece[-OVERLAP:]
    return size


def _check_encoding(beginning: bytes) -> None:
    """Only encodings in which `<!DOCTYPE` looks like itself; UTF-16 and UTF-7 could hide it."""
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in beginning[:200]:
        raise odd_file()
    said = _ENCODING.match(beginning.removeprefix(b"\xef\xbb\xbf"))
    if said and said.group(1).lower() not in PLAIN_ENCODINGS:
        raise odd_file()


def odd_file() -> Refusal:
    """The refusal for a document that is built as no office program builds one."""
    return Refusal(_("Файл устроен необычно и не принимается. Пересохраните его в своей программе."))


def _too_large() -> Refusal:
    return Refusal(_("Файл разворачивается в слишком большой. Разделите его на части."))
