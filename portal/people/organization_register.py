"""The register of organisations as a workbook, with the headings that an import takes."""

from collections.abc import Sequence
from typing import IO

from portal.core.export import Book, Column, Sheet, write_workbook
from portal.core.export import Kind as CellKind
from portal.core.i18n import _
from portal.people.labels import contour_label, organization_kind_label
from portal.people.models import Organization

HEADINGS = {
    "name": _("Полное название"),
    "short_name": _("Короткое название"),
    "kind": _("Вид организации"),
    "contour": _("Контур"),
    "above": _("Относится к"),
    "address": _("Адрес"),
    "phone": _("Телефон"),
    "email": _("Почта"),
    "site": _("Сайт"),
    "inn": _("ИНН"),
    "ogrn": _("ОГРН"),
    "time_zone": _("Часовой пояс"),
    "starts_on": _("Работает с"),
    "ends_on": _("Последний день"),
}
WIDTHS = {"name": 48, "address": 40, "kind": 26, "above": 20}
DAYS = {"starts_on", "ends_on"}


def write_register(target: IO[bytes], rows: Sequence[tuple[Organization, str | None]]) -> None:
    """Write the organisations, each with the name of the one above it."""
    columns = [
        Column(title=title, width=WIDTHS.get(code, 18), kind=CellKind.DATE if code in DAYS else CellKind.TEXT)
        for code, title in HEADINGS.items()
    ]
    sheet = Sheet(name=_("Организации"), columns=columns, rows=[_row(*each) for each in rows], freeze_columns=1)
    write_workbook(target, Book(title=_("Реестр организаций"), sheets=[sheet]))


def _row(organization: Organization, above: str | None) -> list[object]:
    said = {
        "kind": organization_kind_label(organization.kind),
        "contour": contour_label(organization.contour),
        "above": above or "",
    }
    return [said[code] if code in said else getattr(organization, code) for code in HEADINGS]
