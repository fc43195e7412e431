"""Hostile and odd tables, made on the spot: bombs, lies, entities, truncations, flipped bits, odd cells."""

import io
import random
import zipfile
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from portal.core.export import Book, Column, Sheet, write_workbook

DTD = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
READ, REFUSED, EITHER = "read", "refused", "either"


class Odd(NamedTuple):
    """A file and what must become of it."""

    label: str
    name: str
    content: bytes
    wanted: str


@cache
def honest(rows: int = 3) -> bytes:
    """An ordinary table."""
    made = io.BytesIO()
    cells = [[f"Иванов{number}", "Иван", "01.02.2008"] for number in range(rows)]
    columns = [Column(title=title) for title in ("Фамилия", "Имя", "Дата рождения")]
    write_workbook(made, Book(title="x", sheets=[Sheet(name="Люди", columns=columns, rows=cells)]))
    return made.getvalue()


@cache
def corpus() -> tuple[Odd, ...]:
    """Everything, made once."""
    return (
        *_bombs(), *_xml(), *_names_and_parts(), *_broken(), *_endings(), *_sheets(), *_cells(), *_texts(),
    )  # fmt: skip


def rebuilt(parts: dict[str, bytes | None], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The honest table with some parts replaced, added or, where None, left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(honest())) as source, zipfile.ZipFile(made, "w", level) as target:
        for entry in source.infolist():
            if entry.filename not in parts:
                target.writestr(entry.filename, source.read(entry))
        for name, content in parts.items():
            if content is not None:
                target.writestr(name, content)
    return made.getvalue()


def sheet(rows: str, before: str = "", after: str = "") -> bytes:
    """A sheet with these rows in XML."""
    body = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return f'<?xml version="1.0"?>{before}{body}'.encode()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{text_cell("A1", "Фамилия")}{text_cell("B1", "Имя")}</row>'
BODY = f'<row r="2">{text_cell("A2", "Иванов")}{text_cell("B2", "Иван")}</row>'


def _bombs() -> Iterator[Odd]:
    yield Odd("a flat bomb", "a.xlsx", rebuilt({"xl/media/x.bin": b"\0" * (50 * 2**20)}), REFUSED)
    yield Odd("a bomb of many parts", "a.xlsx", rebuilt({f"xl/x{n}.bin": b"\0" * 2**20 for n in range(90)}), REFUSED)
    yield Odd("many entries", "a.xlsx", rebuilt({f"xl/x{n}.xml": b"<a/>" for n in range(500)}), REFUSED)
    yield Odd("a sheet of spaces", "a.xlsx", rebuilt({SHEET: sheet(HEAD + " " * (30 * 2**20))}), REFUSED)
    inner = rebuilt({"xl/media/x.bin": b"\0" * (20 * 2**20)})
    yield Odd("a nested archive", "a.xlsx", rebuilt({"xl/media/inner.xlsx": inner}), EITHER)
    merged = "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(300_000)) + "</mergeCells>"
    yield Odd("a great many merged cells", "a.xlsx", rebuilt({SHEET: sheet(HEAD + BODY, after=merged)}), REFUSED)
    rows = "".join(f"<row><c><v>{n}</v></c></row>" for n in range(200_000))
    yield Odd("two hundred thousand rows", "a.xlsx", rebuilt({SHEET: sheet(HEAD + rows)}), REFUSED)
    shared = "<si><t>x</t></si>" * 900_000
    strings = f'<sst xmlns="{MAIN}" count="900000">{shared}</sst>'.encode()
    yield Odd("a million shared strings", "a.xlsx", rebuilt({"xl/sharedStrings.xml": strings}), REFUSED)
    yield Odd("deep elements", "a.xlsx", rebuilt({SHEET: sheet(HEAD + "<x>" * 20_000 + "</x>" * 20_000)}), EITHER)
    yield Odd("a long attribute", "a.xlsx", rebuilt({SHEET: sheet(f'<row r="{"1" * 300_000}"></row>')}), EITHER)
    yield Odd(
        "a wide row",
        "a.xlsx",
        rebuilt({SHEET: sheet("<row>" + "<c t='str'><v>x</v></c>" * 16_384 + "</row>")}),
        REFUSED,
    )
    content = bytearray(honest())
    central = content.find(b"PK\x01\x02")
    content[central + 24 : central + 28] = (2**32 - 2).to_bytes(4, "little")
    yield Odd("an announced size of four gigabytes", "a.xlsx", bytes(content), REFUSED)
    lying = bytearray(rebuilt({"xl/media/x.bin": b"\0" * (45 * 2**20)}))
    place = lying.rfind(b"PK\x01\x02")
    lying[place + 24 : place + 28] = (10).to_bytes(4, "little")
    yield Odd("an announced size that is a lie", "a.xlsx", bytes(lying), REFUSED)


def _xml() -> Iterator[Odd]:
    outer, small = '<!DOCTYPE x SYSTEM "http://x.example/x.dtd">', "<!doctype x [<!entity a 'b'>]>"
    for label, prologue in (("an outer entity", DTD), ("laughs", LAUGHS), ("an outer DTD", outer),
                            ("an entity in small letters", small)):  # fmt: skip
        for part in (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml",
                     "xl/_rels/workbook.xml.rels"):  # fmt: skip
            yield Odd(f"{label} in {part}", "a.xlsx", rebuilt({part: sheet(HEAD + BODY, before=prologue)}), REFUSED)
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        hidden = sheet(HEAD, before=DTD).decode().replace('version="1.0"', f'version="1.0" encoding="{encoding}"')
        yield Odd(f"an entity in {encoding}", "a.xlsx", rebuilt({SHEET: hidden.encode(encoding)}), REFUSED)
    for encoding in ("utf-7", "ebcdic-cp-us", "big5"):
        said = sheet(HEAD).decode().replace('version="1.0"', f'version="1.0" encoding="{encoding}"')
        yield Odd(f"a sheet that says {encoding}", "a.xlsx", rebuilt({SHEET: said.encode()}), REFUSED)
    far = b"<a>" + b" " * (256 * 1024 - 6) + DTD.encode() + b"</a>"
    yield Odd("an entity across two pieces", "a.xlsx", rebuilt({"xl/styles.xml": far}), REFUSED)


def _names_and_parts() -> Iterator[Odd]:
    for name in ("../../etc/passwd", "/etc/passwd", "xl\\..\\..\\x.xml", "..", "xl/../../x"):
        yield Odd(f"a part called {name}", "a.xlsx", rebuilt({name: b"x"}), REFUSED)
    for name in ("xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin",
                 "xl/activeX/activeX1.xml"):  # fmt: skip
        yield Odd(f"a part {name}", "a.xlsx", rebuilt({name: b"<x/>"}), REFUSED)
    for name in ("xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels", SHEET):
        yield Odd(f"without {name}", "a.xlsx", rebuilt({name: None}), REFUSED)
    for name in ("xl/styles.xml", "xl/sharedStrings.xml", "xl/theme/theme1.xml", "docProps/app.xml"):
        yield Odd(f"without {name}", "a.xlsx", rebuilt({name: None}), EITHER)
    for name in (SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"):
        for content in (b"", b"not xml", b"<a><b></a>", b"\xff\xfe\x00", b"<?xml version='1.0'?><x/>"):
            yield Odd(f"{name} is {content!r}", "a.xlsx", rebuilt({name: content}), EITHER)
    locked = bytearray(honest())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(sign)
        locked[at + place] |= 1
    yield Odd("a part with a password", "a.xlsx", bytes(locked), REFUSED)
    yield Odd("an encrypted workbook", "a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, REFUSED)


def _broken() -> Iterator[Odd]:
    whole = honest()
    for percent in range(0, 100, 5):
        yield Odd(f"{percent} % of a file", "a.xlsx", whole[: len(whole) * percent // 100], REFUSED)
    dice = random.Random(7)
    for number in range(40):
        content = bytearray(whole)
        for _flip in range(1 + number // 8):
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        yield Odd(f"flipped bits {number}", "a.xlsx", bytes(content), EITHER)


def _endings() -> Iterator[Odd]:
    text = "Фамилия;Имя\nИванов;Иван\n".encode()
    for ending in ("xls", "xlsm", "xlsb", "ods", "exe", "zip", "pdf", "html", "svg", "", "xlsx.exe"):
        yield Odd(f"an ending {ending}", f"a.{ending}", honest(), REFUSED)
    page, binary = b"<html><table><tr><td>x</td></tr></table></html>", b"\x7fELF" + b"\0" * 100
    plain = rebuilt({"xl/workbook.xml": None, SHEET: None})
    for label, content in (("text", text), ("HTML", page), ("an ELF", binary), ("a PDF", b"%PDF-1.4"),
                           ("a plain zip", plain), ("nothing", b"")):  # fmt: skip
        yield Odd(f"{label} called xlsx", "a.xlsx", content, REFUSED)
    yield Odd("a workbook called csv", "a.csv", honest(), REFUSED)
    yield Odd("a workbook with something before it", "a.xlsx", b"MZ" + honest(), REFUSED)


def _sheets() -> Iterator[Odd]:
    far = f'<row r="1048576">{text_cell("XFD1048576", "далеко")}</row>'
    yield Odd("a far cell", "a.xlsx", rebuilt({SHEET: sheet(HEAD + BODY + far)}), READ)
    lie = sheet(HEAD + BODY).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    yield Odd("a lying dimension", "a.xlsx", rebuilt({SHEET: lie}), READ)
    small = sheet(HEAD + BODY).replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    yield Odd("a dimension that is too small", "a.xlsx", rebuilt({SHEET: small}), READ)
    for place in ("A0", "1A", "ZZZZ9", "A99999999999", "", "A-1", "ÀA1"):
        yield Odd(
            f"a cell at {place!r}",
            "a.xlsx",
            rebuilt({SHEET: sheet(HEAD + f"<row>{text_cell(place, 'x')}</row>")}),
            EITHER,
        )
    for row in ("-1", "0", "abc", "1e9", "99999999999999999999"):
        yield Odd(
            f"a row numbered {row}",
            "a.xlsx",
            rebuilt({SHEET: sheet(HEAD + f'<row r="{row}"><c><v>1</v></c></row>')}),
            EITHER,
        )
    yield Odd("rows in disorder", "a.xlsx", rebuilt({SHEET: sheet(BODY + HEAD)}), EITHER)
    yield Odd("an empty sheet", "a.xlsx", rebuilt({SHEET: sheet("")}), REFUSED)
    yield Odd("a shared string that is not there", "a.xlsx",
              rebuilt({SHEET: sheet(HEAD + '<row r="2"><c r="A2" t="s"><v>99999</v></c></row>')}), REFUSED)  # fmt: skip
    yield Odd("a style that is not there", "a.xlsx",
              rebuilt({SHEET: sheet(HEAD + '<row r="2"><c r="A2" s="9999"><v>1</v></c></row>')}), EITHER)  # fmt: skip


def _cells() -> Iterator[Odd]:
    for formula in (
        "=cmd|'/c calc'!A1",
        "=HYPERLINK(&quot;http://x.example&quot;)",
        "=WEBSERVICE(&quot;http://x.example&quot;)",
    ):
        cells = f'<row r="2"><c r="A2"><f>{formula[1:]}</f><v>1</v></c></row>'
        yield Odd(f"a formula {formula[:12]}", "a.xlsx", rebuilt({SHEET: sheet(HEAD + cells)}), READ)
    empty = '<row r="2"><c r="A2"><f>1+1</f></c><c r="B2"><v>1</v></c></row>'
    yield Odd("a formula without a value", "a.xlsx", rebuilt({SHEET: sheet(HEAD + empty)}), READ)
    for serial in ("-1", "0", "59", "60", "61", "39813", "2958465", "2958466", "1e300", "-1e300", "nan", "inf", "0.5"):
        cells = f'<row r="2">{text_cell("A2", "Иванов")}<c r="B2" s="2"><v>{serial}</v></c></row>'
        parts: dict[str, bytes | None] = {SHEET: sheet(HEAD + cells), "xl/styles.xml": DATES}
        yield Odd(f"a date {serial}", "a.xlsx", rebuilt(parts), EITHER)
        parts["xl/workbook.xml"] = BOOK_1904
        yield Odd(f"a date {serial} of 1904", "a.xlsx", rebuilt(parts), EITHER)
    for day in ("9999-12-31", "0000-00-00", "-0001-01-01", "2024-02-30T25:61:61"):
        cells = f'<row r="2"><c r="A2" t="d"><v>{day}</v></c></row>'
        yield Odd(f"a day {day}", "a.xlsx", rebuilt({SHEET: sheet(HEAD + cells)}), EITHER)
    for kind in ("b", "e", "n", "str", "x", "s"):
        cells = f'<row r="2"><c r="A2" t="{kind}"><v>мусор</v></c></row>'
        yield Odd(f"nonsense of the kind {kind}", "a.xlsx", rebuilt({SHEET: sheet(HEAD + cells)}), EITHER)
    long = text_cell("A2", "ы" * 40_000)
    yield Odd("a very long cell", "a.xlsx", rebuilt({SHEET: sheet(HEAD + f'<row r="2">{long}</row>')}), READ)
    odd = text_cell("A2", "Ива&#x202E;нов&#x200F;") + text_cell("B2", "И&#x0301;" + "&#x0301;" * 500)
    yield Odd("turned text and piled marks", "a.xlsx", rebuilt({SHEET: sheet(HEAD + f'<row r="2">{odd}</row>')}), READ)


def _texts() -> Iterator[Odd]:
    head = "Фамилия;Имя\n"
    yield Odd("UTF-8 with a mark", "a.csv", b"\xef\xbb\xbf" + (head + "Иванов;Иван\n").encode(), READ)
    yield Odd("cp1251", "a.csv", (head + "Иванов;Иван\n").encode("cp1251"), READ)
    yield Odd("commas", "a.csv", "Фамилия,Имя\nИванов,Иван\n".encode(), READ)
    yield Odd("tabs", "a.csv", "Фамилия\tИмя\nИванов\tИван\n".encode(), READ)
    yield Odd("UTF-16", "a.csv", (head + "Иванов;Иван\n").encode("utf-16"), REFUSED)
    yield Odd("NUL", "a.csv", (head + "Ива\0нов;Иван\n").encode(), REFUSED)
    yield Odd("an open quote", "a.csv", (head + '"Иванов;Иван\n' + "x;y\n" * 30_000).encode(), REFUSED)
    yield Odd("one line of ten megabytes", "a.csv", b"a;" * (5 * 2**20), REFUSED)
    yield Odd("more rows than fit", "a.csv", (head + "Иванов;Иван\n" * 20_001).encode(), REFUSED)
    yield Odd("more columns than fit", "a.csv", (";".join(map(str, range(61))) + "\n").encode(), REFUSED)
    yield Odd("nothing but line ends", "a.csv", b"\r\n" * 1_000, REFUSED)
    yield Odd("formulas", "a.csv", (head + "=cmd|x;@SUM(1)\n+1;-1\n").encode(), READ)
    yield Odd("bytes of no encoding", "a.csv", b"\x98\xff\xfe;" + bytes(range(1, 256)), EITHER)
    yield Odd("old line ends", "a.csv", (head + "Иванов;Иван").replace("\n", "\r").encode(), READ)


DATES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf/><xf numFmtId="14"/>'
    "</cellXfs></styleSheet>"
).encode()
BOOK_1904 = (
    f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<workbookPr date1904="1"/><sheets><sheet name="Люди" sheetId="1" r:id="rId1"/></sheets></workbook>'
).encode()
