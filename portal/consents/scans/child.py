"""The child process that opens an uploaded scan: `python child.py FILE KIND FOLDER` (a PDF or a picture).

Writes each page as a small grey picture into FOLDER and tells about it by a line of JSON on the standard output.
Limits itself before it opens anything, so that a hostile file kills only this process (reliability A8). Imports
nothing of the portal: it starts fast and has nothing to give away.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

MOST_PAGES = 400
MOST_PAGES_OF_SHEET = 4
MOST_PIXELS = 60_000_000
LARGEST_SIDE = 1754  # an A4 page at 150 dpi: what is kept
POINTS = 72
DPI = (150, 220, 300)  # a code that is too fine for the first is looked for again
MEMORY = 1_500 * 2**20
SECONDS = 600
KEPT_QUALITY = 72
LONGEST_CODE = 100
REFUSED = 3


def main(path: str, kind: str, folder: str) -> None:
    """Read the file; ends with REFUSED and the reason as a word where the file is not taken."""
    _limit()
    Image.MAX_IMAGE_PIXELS = None  # sizes are checked before anything is unpacked
    pages = _pages_of_pdf(path) if kind == "pdf" else _pages_of_picture(path)
    for number, picture, codes in _sheets(pages):
        picture.save(Path(folder) / f"{number:04}.jpg", quality=KEPT_QUALITY, optimize=True)
        _tell(page=number, codes=codes)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _tell(**said: Any) -> None:
    print(json.dumps(said), flush=True)  # noqa: T201 — this is how the child speaks


def _refuse(reason: str, page: int = 0) -> NoReturn:
    _tell(refused=reason, page=page)
    sys.exit(REFUSED)


def _sheets(pages: Iterator[tuple[Image.Image, list[Any]]]) -> Iterator[tuple[int, Image.Image, list[str]]]:
    """Pages that follow one another with the same code are one sheet of several pages: one picture, top to bottom.

    Told by the number of its first page, so that whoever takes the file up again meets the same numbers.
    """
    first, parts, known = 0, list[Image.Image](), list[str]()
    for number, (kept, found) in enumerate(pages, 1):
        codes = [code.text for code in found if len(code.text) < LONGEST_CODE]
        is_further = bool(codes) and codes == known and len(parts) < MOST_PAGES_OF_SHEET
        if parts and not is_further:
            yield first, _under_one_another(parts), known
        if not is_further:
            first, parts, known = number, [], codes
        parts.append(_upright(kept, found))
    if parts:
        yield first, _under_one_another(parts), known


def _under_one_another(parts: list[Image.Image]) -> Image.Image:
    if len(parts) == 1:
        return parts[0]
    whole = Image.new("L", (max(part.width for part in parts), sum(part.height for part in parts)), 255)
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    return whole


def _pages_of_pdf(path: str) -> Iterator[tuple[Image.Image, list[Any]]]:
    import pypdfium2

    try:
        book = pypdfium2.PdfDocument(path)
        count = len(book)
    except pypdfium2.PdfiumError as error:
        _refuse("locked" if "assword" in str(error) else "broken")
    if count > MOST_PAGES:
        _refuse("pages")
    if count == 0:
        _refuse("broken")
    _tell(pages=count)
    for number in range(count):
        try:
            page = book[number]
            width, height = page.get_size()
        except pypdfium2.PdfiumError:
            _refuse("broken", number + 1)
        if _pixels(width, height, DPI[0]) > MOST_PIXELS:
            _refuse("size", number + 1)
        yield _read_pdf_page(page, width, height)
        page.close()


def _read_pdf_page(page: Any, width: float, height: float) -> tuple[Image.Image, list[Any]]:
    """Draw the page finer and finer until a code is found; the first drawing is the one that is kept."""
    kept, codes = None, list[Any]()
    for dpi in DPI:
        if kept is not None and _pixels(width, height, dpi) > MOST_PIXELS:
            break
        drawn = page.render(scale=dpi / POINTS, grayscale=True).to_pil().convert("L")
        kept = kept or _small(drawn)
        codes = _codes(drawn)
        if codes:
            break
    assert kept is not None  # noqa: S101 — DPI is not empty
    return kept, codes


def _pixels(width: float, height: float, dpi: int) -> float:
    return width * height * (dpi / POINTS) ** 2


def _pages_of_picture(path: str) -> Iterator[tuple[Image.Image, list[Any]]]:
    try:
        picture = Image.open(path, formats=("JPEG", "PNG"))
        if picture.width * picture.height > MOST_PIXELS:
            _refuse("size", 1)
        _tell(pages=1)
        drawn = ImageOps.exif_transpose(picture).convert("L")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        _refuse("broken")
    yield _small(drawn), _codes(drawn)


def _small(drawn: Image.Image) -> Image.Image:
    kept = drawn.copy()
    kept.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    return kept


def _codes(drawn: Image.Image) -> list[Any]:
    """The QR codes of the page: as it is, then smoothed, then with its contrast stretched."""
    for prepared in (drawn, drawn.filter(ImageFilter.GaussianBlur(1)), ImageOps.autocontrast(drawn, cutoff=2)):
        found = zxingcpp.read_barcodes(prepared, formats=zxingcpp.BarcodeFormat.QRCode)  # type: ignore[arg-type]
        if found:
            return list(found)
    return []


def _upright(kept: Image.Image, found: list[Any]) -> Image.Image:
    """The page turned by quarters so that its first code stands as it was printed."""
    quarters = round(found[0].orientation / 90) % 4 if found else 0
    return kept.rotate(90 * quarters, expand=True) if quarters else kept


if __name__ == "__main__":
    main(*sys.argv[1:])
