"""Which files are taken: the ending must be on the list and the content must be what the ending says."""

import zipfile
from pathlib import Path

import filetype

from portal.core.archives import odd_file, read_through
from portal.core.errors import Refusal
from portal.core.i18n import _

LARGEST = 20 * 2**20
MOST_ENTRIES, LARGEST_ENTRY, LARGEST_ARCHIVE, STEEPEST = 400, 40 * 2**20, 80 * 2**20, 100
OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
DOCX, XLSX = f"{OFFICE}wordprocessingml.document", f"{OFFICE}spreadsheetml.sheet"
PPTX = f"{OFFICE}presentationml.presentation"
SNIFFED = {
    "pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp",
    "gif": "image/gif", "mp4": "video/mp4", "mp3": "audio/mpeg",
}  # fmt: skip
ARCHIVES = {
    "docx": (DOCX, "word/document.xml"),
    "xlsx": (XLSX, "xl/workbook.xml"),
    "pptx": (PPTX, "ppt/presentation.xml"),
    "odt": (f"{ODF}text", "content.xml"),
    "ods": (f"{ODF}spreadsheet", "content.xml"),
    "odp": (f"{ODF}presentation", "content.xml"),
}
TEXTS = {"txt": "text/plain", "csv": "text/csv", "yaml": "application/yaml", "lss": "application/xml"}
MADE_HERE = {
    **SNIFFED, **{ending: kind for ending, (kind, _part) in ARCHIVES.items()}, **TEXTS,
    "sav": "application/x-spss-sav", "zip": "application/zip", "ics": "text/calendar", "json": "application/json",
}  # fmt: skip
IMAGES = {"image/jpeg", "image/png", "image/webp", "image/gif"}
DANGEROUS_PARTS = ("vbaproject", "externallinks/", "embeddings/", "activex")


def kind_of(name: str, path: Path, *, made_here: bool = False) -> str:
    """The media type of an acceptable file. Raises Refusal with the reason otherwise."""
    ending = name.rpartition(".")[2].lower()
    if made_here:
        return MADE_HERE.get(ending, "application/octet-stream")
    if ending in SNIFFED:
        return _sniffed(ending, path)
    if ending in ARCHIVES:
        return _archive(ending, path)
    if ending in TEXTS:
        return _text(ending, path)
    raise Refusal(_("Такие файлы не принимаются. Подойдут PDF, DOCX, XLSX, PPTX, ODT, JPG, PNG, TXT, CSV."))


def read_head(path: Path, size: int = 8192) -> bytes:
    """The first bytes, by which a type is known."""
    with path.open("rb") as stream:
        return stream.read(size)


def check_archive(path: Path) -> list[str]:
    """Names inside a zip that is safe to open: few entries, honest sizes, no macros, no links outwards, no DTD."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as broken:
        raise Refusal(_("Файл повреждён: он не открывается.")) from broken
    names = [entry.filename for entry in entries]
    is_bomb = (
        len(entries) > MOST_ENTRIES
        or sum(entry.file_size for entry in entries) > LARGEST_ARCHIVE
        or any(entry.file_size > LARGEST_ENTRY for entry in entries)
        or any(
            entry.file_size > 2**20 and entry.file_size > STEEPEST * max(entry.compress_size, 1) for entry in entries
        )
    )
    if is_bomb:
        raise Refusal(_("Файл разворачивается в слишком большой. Разделите его на части."))
    if len(set(names)) < len(names) or any(_is_odd(name) for name in names):
        raise odd_file()
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refusal(_("Файл закрыт паролем. Снимите пароль и повторите."))
    if any(part in name.lower() for name in names for part in DANGEROUS_PARTS):
        raise Refusal(_("В файле есть макросы или внешние связи. Сохраните его без них."))
    read_through(path, largest_entry=LARGEST_ENTRY, largest=LARGEST_ARCHIVE)
    return names


def _sniffed(ending: str, path: Path) -> str:
    found = filetype.guess(read_head(path))
    if found is None or found.mime != SNIFFED[ending]:
        raise _is_not(ending)
    return SNIFFED[ending]


def _archive(ending: str, path: Path) -> str:
    media_type, part = ARCHIVES[ending]
    if not read_head(path, 4).startswith(b"PK\x03\x04") or part not in check_archive(path):
        raise _is_not(ending)
    return media_type


def _text(ending: str, path: Path) -> str:
    content = path.read_bytes()
    if b"\x00" in content:
        raise _is_not(ending)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            content.decode("cp1251")
        except UnicodeDecodeError as wrong:
            raise _is_not(ending) from wrong
    return TEXTS[ending]


def _is_not(ending: str) -> Refusal:
    return Refusal(_("Содержимое файла не похоже на %(ending)s. Пересохраните его и повторите.", ending=ending.upper()))


def _is_odd(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or "\x00" in name
