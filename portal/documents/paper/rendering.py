"""A template and a context make a DOCX: in a sandbox, with fixed times, so that the same input gives the same bytes."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import segno
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from portal.documents.paper.fields import QR

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can tell
MADE = datetime(1980, 1, 1, tzinfo=UTC)
QR_MM = 22
MEASURED = "portal-columns"  # marks a table whose columns get their widths from what stands in them
TABLE_MM, NUMBER_MM, SHORTEST, LONGEST = 170, 12, 8, 40
FILTERS = ("upper", "lower", "capitalize")


def environment() -> SandboxedEnvironment:
    """Where templates run: no globals, three filters, an unknown name is an error."""
    made = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {}
    return made


def template_of(content: bytes) -> Any:
    """The template as docxtpl opens it; properties of the file and footnotes are left alone."""
    from docxtpl import DocxTemplate

    class Paper(DocxTemplate):  # type: ignore[misc]
        def render_properties(self, context: Any, jinja_env: Any = None) -> None:
            """The portal writes its own."""

        def render_footnotes(self, context: Any, jinja_env: Any = None) -> None:
            """Nothing of the portal stands there."""

    return Paper(io.BytesIO(content))


def render(template: bytes, context: Mapping[str, Any]) -> bytes:
    """The paper as bytes of a DOCX: equal for equal input."""
    from docx.shared import Mm
    from docxtpl import InlineImage

    paper = template_of(template)
    paper.render_init()
    code = InlineImage(paper, qr_png(context["address"]), width=Mm(QR_MM))
    paper.render({**context, QR: code}, jinja_env=environment(), autoescape=True)
    for table in paper.docx.tables:
        if MEASURED in table._tbl.tblPr.xml:
            _measure(table)
    told = paper.docx.core_properties
    told.author, told.title = context["organization"]["short_name"], f"{context['heading']} {context['number']}"
    told.comments = told.keywords = told.subject = told.last_modified_by = told.category = ""
    told.created = told.modified = told.last_printed = MADE.replace(tzinfo=None)
    told.revision = 1
    written = io.BytesIO()
    paper.save(written)
    return packed(written.getvalue())


def qr_png(address: str) -> io.BytesIO:
    """The address as a picture for the paper."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=6, border=1)
    picture.seek(0)
    return picture


def _measure(table: Any) -> None:
    """Columns as wide as their texts are long on the average; a column of numbers is narrow."""
    from docx.shared import Mm

    rows = [[cell.text for cell in row.cells] for row in table.rows]
    weights = [
        0 if texts[0] == "№" else min(max(sum(map(len, texts)) // len(texts), SHORTEST), LONGEST)
        for texts in zip(*rows, strict=True)
    ]
    left = TABLE_MM - NUMBER_MM * weights.count(0)
    widths = [left * weight // sum(weights) if weight else NUMBER_MM for weight in weights]
    table.autofit = False
    for place, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        place.w = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def packed(archive: bytes) -> bytes:
    """The same archive with times, systems and attributes that say nothing."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as read, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in read.infolist():
            plain = zipfile.ZipInfo(entry.filename, EPOCH)
            plain.compress_type, plain.create_system, plain.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            made.writestr(plain, read.read(entry), compresslevel=6)
    return written.getvalue()
