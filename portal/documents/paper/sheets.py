"""A DOCX under construction: paragraphs, rows and tables in the manner of ГОСТ Р 7.0.97."""

from dataclasses import dataclass
from typing import Any

from portal.documents.paper.rendering import MEASURED

FONT = "Times New Roman"
TEXT, SMALL, TABLE = 14, 10, 12
LEFT_MM, RIGHT_MM, EDGE_MM = 30, 10, 20
INDENT_MM = 12.5


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a paragraph looks: sizes and gaps in points, indents in millimetres."""

    align: str = "left"
    bold: bool = False
    size: int = TEXT
    before: int = 0
    after: int = 0
    indent: float = 0
    left_mm: float = 0
    together: bool = False
    new_page: bool = False


class Sheet:
    """A DOCX under construction: paragraphs and tables in the manner of the standard."""

    def __init__(self) -> None:
        from docx import Document
        from docx.shared import Mm, Pt

        self.docx = Document()
        section = self.docx.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
        section.top_margin = section.bottom_margin = Mm(EDGE_MM)
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        style = self.docx.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(TEXT)
        style.element.rPr.rFonts.set(_w("eastAsia"), FONT)
        style.element.rPr.rFonts.set(_w("cs"), FONT)
        style.paragraph_format.space_after = Pt(0)
        _number_pages(section.header.paragraphs[0])

    def line(self, text: str, **look: Any) -> Any:
        """A paragraph that looks as said (`Look`)."""
        return fill(self.docx.add_paragraph(), text, Look(**look))

    def body(self, text: str, **more: Any) -> Any:
        """A paragraph of the text: justified, with an indent."""
        return self.line(text, align="justify", indent=INDENT_MM, **more)

    def control(self, tag: str) -> None:
        """A paragraph that only holds a tag and goes when the paper is made."""
        self.docx.add_paragraph("{%p " + tag + " %}")

    def columns(self, *cells: tuple[str, str], widths: tuple[float, ...], before: int = 0, size: int = TEXT) -> Any:
        """A row without lines: (text, alignment) a cell, widths in millimetres."""
        from docx.shared import Mm

        table = self.docx.add_table(rows=1, cols=len(cells))
        table.autofit = False
        for cell, (text, align), width in zip(table.rows[0].cells, cells, widths, strict=True):
            cell.width = Mm(width)
            fill(cell.paragraphs[0], text, Look(align=align, size=size, before=before, together=True))
        return table

    def grid(self, heads: tuple[str, ...], cells: tuple[str, ...]) -> Any:
        """A table with lines whose head is repeated on every page."""
        from docx.oxml import OxmlElement

        table = self.docx.add_table(rows=4, cols=len(heads))
        table.style = "Table Grid"
        mark = OxmlElement("w:tblCaption")
        mark.set(_w("val"), MEASURED)
        table._tbl.tblPr.append(mark)
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            fill(cell.paragraphs[0], text, Look(align="center", bold=True, size=TABLE, before=2, after=2))
        table.rows[1].cells[0].text = "{%tr for row in appendix.rows %}"
        for cell, text in zip(table.rows[2].cells, cells, strict=True):
            fill(cell.paragraphs[0], text, Look(size=TABLE, before=2, after=2))
        table.rows[3].cells[0].text = "{%tr endfor %}"
        head, row = (table.rows[n]._tr.get_or_add_trPr() for n in (0, 2))
        head.append(OxmlElement("w:tblHeader"))
        for each in (head, row):
            each.append(OxmlElement("w:cantSplit"))
        return table


def _number_pages(paragraph: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind in ("begin", "PAGE", "end"):
        run = paragraph.add_run()
        if kind == "PAGE":
            instruction = OxmlElement("w:instrText")
            instruction.text = kind
            run._r.append(instruction)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(_w("fldCharType"), kind)
            run._r.append(mark)


def fill(paragraph: Any, text: str, look: Look) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, look.align.upper())
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.first_line_indent = Mm(look.indent) if look.indent else None
    shape.left_indent = Mm(look.left_mm) if look.left_mm else None
    shape.keep_with_next, shape.page_break_before = look.together or None, look.new_page or None
    run = paragraph.add_run(text)
    run.bold, run.font.size = look.bold or None, Pt(look.size)
    return paragraph


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    qualified: str = qn(f"w:{name}")
    return qualified
