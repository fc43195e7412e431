"""Fields that a template may use: a tree of names with what each means; a list holds the shape of its elements."""

from collections.abc import Iterator
from typing import Any

from portal.core.i18n import _

QR = "qr"
FIELDS: dict[str, Any] = {
    "organization": {
        "name": _("полное название организации"),
        "short_name": _("краткое название организации"),
        "above": _("название учредителя или муниципалитета"),
        "address": _("адрес организации"),
        "phone": _("телефон организации"),
        "email": _("почта организации"),
        "site": _("сайт организации"),
        "inn": _("ИНН"),
        "ogrn": _("ОГРН"),
    },
    "heading": _("вид документа: ПРИКАЗ"),
    "title": _("заголовок к тексту"),
    "number": _("номер; до подписания прочерк"),
    "date": _("дата словами; до подписания прочерк"),
    "place": _("место составления"),
    "preamble": _("вводная часть"),
    "command": _("распорядительное слово: ПРИКАЗЫВАЮ"),
    "items": [{"number": _("номер пункта"), "text": _("текст пункта")}],
    "basis": _("основание"),
    "text": _("сплошной текст заявления или согласия"),
    "to_whom": _("кому заявление"),
    "from_whom": _("от кого заявление"),
    "people": [
        {
            "name": _("фамилия, имя, отчество"),
            "short_name": _("фамилия и инициалы"),
            "post": _("должность"),
            "note": _("обязанность или примечание"),
        }
    ],
    "sides": [{"name": _("сторона"), "person": _("в лице"), "requisites": _("реквизиты стороны")}],
    "body": _("коллегиальный орган"),
    "chair": _("председатель"),
    "secretary": _("секретарь"),
    "present": [_("присутствующий")],
    "agenda": [
        {
            "number": _("номер вопроса"),
            "title": _("вопрос повестки"),
            "heard": _("слушали"),
            "decided": _("решили"),
            "votes": _("итог голосования"),
        }
    ],
    "appendix": {
        "title": _("название приложения"),
        "columns": [_("заголовок столбца")],
        "rows": [{"cells": [_("ячейка")]}],
    },
    "signatory": {
        "post": _("должность подписавшего"),
        "name": _("полное имя подписавшего"),
        "short_name": _("инициалы и фамилия подписавшего"),
    },
    QR: _("QR-код с адресом проверки"),
    "address": _("адрес проверки документа"),
}


def field_rows() -> list[tuple[str, str]]:
    """(how the field is written, what it means), in the order of the tree: the list for whoever makes a template."""
    return list(_rows("", FIELDS))


def sample() -> dict[str, Any]:
    """A context in which every field says what it is: a template is tried with it."""
    made: dict[str, Any] = _sample(FIELDS)
    return made


def _rows(above: str, tree: Any) -> Iterator[tuple[str, str]]:
    if isinstance(tree, str):
        yield above, tree
    elif isinstance(tree, list):
        yield from _rows(f"{above}[]", tree[0])
    else:
        for name, below in tree.items():
            yield from _rows(f"{above}.{name}" if above else name, below)


def _sample(tree: Any) -> Any:
    if isinstance(tree, str):
        return tree
    if isinstance(tree, list):
        return [_sample(tree[0]), _sample(tree[0])]
    return {name: _sample(below) for name, below in tree.items()}
