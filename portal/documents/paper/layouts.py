"""The portal's own templates, built here and never kept as files: margins, requisites and signature by ГОСТ Р 7.0.97.

Left 30 mm as for papers kept longer than ten years, right 10, top and bottom 20; text 14 points, tables 12; page
numbers above, from the second page on. An organisation downloads one of these as the start of its own.
"""

import io
from collections.abc import Callable
from functools import cache

from portal.documents.kinds import Layout
from portal.documents.paper.rendering import packed
from portal.documents.paper.sheets import SMALL, TABLE, Look, Sheet, fill

HALF = (85, 85)


@cache
def layout_of(layout: Layout) -> bytes:
    """The template of this layout as bytes of a DOCX, the same on every machine."""
    sheet = Sheet()
    _LAYOUTS[layout](sheet)
    written = io.BytesIO()
    sheet.docx.save(written)
    return packed(written.getvalue())


def _order(sheet: Sheet) -> None:
    _letterhead(sheet)
    sheet.line("{{ heading }}", align="center", bold=True, before=18, after=12)
    sheet.columns(("{{ date }}", "left"), ("№ {{ number }}", "right"), widths=HALF)
    _place(sheet)
    sheet.line("{{ title }}", bold=True, before=12, after=12)
    sheet.body("{{ preamble }}")
    sheet.line("{{ command }}", before=6, after=6)
    _numbered(sheet)
    _basis(sheet)
    _signature(sheet)
    sheet.control("if people")
    sheet.line("Ознакомлены:", before=18, size=TABLE, together=True)
    _visas(sheet)
    sheet.control("endif")
    _appendix(sheet)


def _protocol(sheet: Sheet) -> None:
    _letterhead(sheet)
    sheet.line("{{ heading }}", align="center", bold=True, before=18)
    sheet.line("{{ body }}", align="center", after=12)
    sheet.columns(("{{ date }}", "left"), ("№ {{ number }}", "right"), widths=HALF)
    _place(sheet)
    _titled(sheet)
    sheet.line("Председатель – {{ chair }}", before=12)
    sheet.line("Секретарь – {{ secretary }}")
    sheet.line("Присутствовали: {% for one in present %}{{ one }}{% if not loop.last %}, {% endif %}{% endfor %}")
    sheet.line("Повестка дня:", bold=True, before=12)
    sheet.control("for item in agenda")
    sheet.body("{{ item.number }}. {{ item.title }}")
    sheet.control("endfor")
    _questions(sheet)
    sheet.columns(("Председатель", "left"), ("{{ signatory.short_name }}", "right"), widths=HALF, before=24)
    sheet.columns(("Секретарь", "left"), ("{{ secretary }}", "right"), widths=HALF, before=18)
    _code(sheet)
    _appendix(sheet)


def _extract(sheet: Sheet) -> None:
    _letterhead(sheet)
    sheet.line("{{ heading }}", align="center", bold=True, before=18)
    sheet.line("{{ body }}", align="center", after=12)
    sheet.columns(("{{ date }}", "left"), ("№ {{ number }}", "right"), widths=HALF)
    _place(sheet)
    sheet.line("{{ preamble }}", before=12)
    sheet.line("Председатель – {{ chair }}", before=6)
    sheet.line("Секретарь – {{ secretary }}")
    _questions(sheet)
    _basis(sheet)
    sheet.line("Верно", before=24, together=True)
    _signature(sheet, before=6)


def _agreement(sheet: Sheet) -> None:
    sheet.line("{{ heading }} № {{ number }}", align="center", bold=True)
    sheet.line("{{ title }}", align="center", bold=True, after=12)
    sheet.columns(("{{ place }}", "left"), ("{{ date }}", "right"), widths=HALF)
    sheet.body(
        "{% for side in sides %}{{ side.name }}{% if side.person %} в лице: {{ side.person }}{% endif %}"
        "{% if not loop.last %} и {% endif %}{% endfor %} заключили настоящее соглашение о следующем.", before=12,
    )  # fmt: skip
    sheet.control("if preamble")
    sheet.body("{{ preamble }}")
    sheet.control("endif")
    _numbered(sheet)
    _basis(sheet)
    sheet.line("Подписи сторон", bold=True, before=18, after=6, together=True)
    table = sheet.docx.add_table(rows=3, cols=2)
    table.rows[0].cells[0].text = "{%tr for side in sides %}"
    for cell, text in zip(
        table.rows[1].cells,
        ("{{ side.name }}\n{{ side.requisites }}", "____________________ {{ side.person }}"), strict=True,
    ):  # fmt: skip
        fill(cell.paragraphs[0], text, Look(size=TABLE, before=6, after=6))
    table.rows[2].cells[0].text = "{%tr endfor %}"
    _code(sheet)
    _appendix(sheet)


def _statement(sheet: Sheet) -> None:
    sheet.line("{{ to_whom }}", left_mm=85)
    sheet.line("{{ from_whom }}", left_mm=85, before=6)
    sheet.line("{{ heading }}", align="center", bold=True, before=36, after=12)
    sheet.body("{{ text }}")
    _numbered(sheet)
    sheet.columns(("{{ date }}", "left"), ("____________________ {{ signatory.short_name }}", "right"),
                  widths=(60, 110), before=30)  # fmt: skip
    sheet.line("№ {{ number }}", size=TABLE, before=18)
    _code(sheet)


def _letterhead(sheet: Sheet) -> None:
    sheet.control("if organization.above")
    sheet.line("{{ organization.above }}", align="center", size=TABLE)
    sheet.control("endif")
    sheet.line("{{ organization.name }}", align="center", bold=True)
    sheet.line(
        "{% if organization.address %}{{ organization.address }}{% endif %}"
        "{% if organization.phone %}, тел. {{ organization.phone }}{% endif %}"
        "{% if organization.email %}, {{ organization.email }}{% endif %}", align="center", size=SMALL,
    )  # fmt: skip
    sheet.control("if organization.ogrn")
    sheet.line("ОГРН {{ organization.ogrn }}, ИНН {{ organization.inn }}", align="center", size=SMALL)
    sheet.control("endif")


def _place(sheet: Sheet) -> None:
    sheet.control("if place")
    sheet.line("{{ place }}", align="center", size=TABLE)
    sheet.control("endif")


def _titled(sheet: Sheet) -> None:
    sheet.control("if title")
    sheet.line("{{ title }}", bold=True, before=12)
    sheet.control("endif")


def _numbered(sheet: Sheet) -> None:
    sheet.control("for item in items")
    sheet.body("{{ item.number }}. {{ item.text }}")
    sheet.control("endfor")


def _basis(sheet: Sheet) -> None:
    sheet.control("if basis")
    sheet.body("Основание: {{ basis }}", before=6)
    sheet.control("endif")


def _questions(sheet: Sheet) -> None:
    sheet.control("for item in agenda")
    sheet.body("{{ item.number }}. СЛУШАЛИ: {{ item.title }}", before=12, together=True)
    sheet.control("if item.heard")
    sheet.body("{{ item.heard }}")
    sheet.control("endif")
    sheet.control("if item.decided")
    sheet.body("РЕШИЛИ: {{ item.decided }}")
    sheet.control("endif")
    sheet.control("if item.votes")
    sheet.body("Голосовали: {{ item.votes }}.")
    sheet.control("endif")
    sheet.control("endfor")


def _signature(sheet: Sheet, before: int = 30) -> None:
    sheet.columns(("{{ signatory.post }}", "left"), ("{{ qr }}", "center"), ("{{ signatory.short_name }}", "right"),
                  widths=(70, 40, 60), before=before)  # fmt: skip


def _code(sheet: Sheet) -> None:
    sheet.line("{{ qr }}", before=18)


def _visas(sheet: Sheet) -> None:
    table = sheet.docx.add_table(rows=3, cols=2)
    table.rows[0].cells[0].text = "{%tr for person in people %}"
    for cell, text in zip(table.rows[1].cells, ("{{ person.short_name }}", "______________ «___» ______ 20___ г."),
                          strict=True):  # fmt: skip
        fill(cell.paragraphs[0], text, Look(size=TABLE, before=3, after=3))
    table.rows[2].cells[0].text = "{%tr endfor %}"


def _appendix(sheet: Sheet) -> None:
    sheet.control("if appendix")
    sheet.line("Приложение", left_mm=95, new_page=True)
    sheet.line("к документу от {{ date }} № {{ number }}", left_mm=95, size=TABLE)
    sheet.line("{{ appendix.title }}", align="center", bold=True, before=18, after=12)
    sheet.grid(
        ("{%tc for name in appendix.columns %}", "{{ name }}", "{%tc endfor %}"),
        ("{%tc for cell in row.cells %}", "{{ cell }}", "{%tc endfor %}"),
    )
    sheet.control("endif")


_LAYOUTS: dict[Layout, Callable[[Sheet], None]] = {
    Layout.ORDER: _order, Layout.PROTOCOL: _protocol, Layout.EXTRACT: _extract, Layout.AGREEMENT: _agreement,
    Layout.STATEMENT: _statement,
}  # fmt: skip
