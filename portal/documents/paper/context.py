"""The context of a paper: what its writer gave, with letterhead, number, day and signature; kept as JSON."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from portal.core.i18n import _, ru_date, short_name
from portal.documents.content import AgendaItem, Content
from portal.documents.kinds import Layout
from portal.documents.models import Document, DocumentPerson
from portal.people.models import Organization

DASH = "__________"
COMMANDS = {Layout.ORDER: _("ПРИКАЗЫВАЮ:")}


def context_of(
    document: Document, people: Iterable[DocumentPerson], *, above: Organization | None, address: str,
    number: str = "", registered_on: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Everything that a template may show. `above` is the founder, `address` where the paper can be verified.

    Without `number` and `registered_on` there are dashes to be filled in by hand.
    """
    content, home, kind = Content.from_json(document.content), document.organization, document.definition
    named = [_person(each) for each in people]
    table = _appendix(document, content, named)
    return {
        "organization": {
            "name": home.name, "short_name": home.short_name, "above": above.name if above else "",
            "address": home.address, "phone": home.phone, "email": home.email, "site": home.site, "inn": home.inn,
            "ogrn": home.ogrn,
        },
        "heading": kind.heading.upper(),
        "title": document.title,
        "number": number or DASH,
        "date": _("%(day)s г.", day=_plain(ru_date(registered_on, "full"))) if registered_on else DASH,
        "place": content.place,
        "preamble": content.preamble,
        "command": COMMANDS.get(kind.layout, ""),
        "items": [{"number": str(n), "text": text} for n, text in enumerate(content.items, 1)],
        "basis": content.basis,
        "text": content.text,
        "to_whom": content.to_whom,
        "from_whom": content.from_whom or (_written_by(named) if kind.statement else ""),
        "people": [{name: said for name, said in each.items() if name != "id"} for each in named],
        "sides": _sides(document, content, named),
        "body": content.body,
        "chair": content.chair,
        "secretary": content.secretary,
        "present": list(content.present),
        "agenda": [_question(n, item) for n, item in enumerate(content.agenda, 1)],
        "appendix": table,
        "signatory": {
            "post": document.signatory_post, "name": document.signatory_name,
            "short_name": signed_name(document.signatory_name),
        },
        "address": address,
    }  # fmt: skip


def hash_of(context: Mapping[str, Any]) -> str:
    """SHA-256 of the context in its canonical form: keys in order, no spaces, UTF-8."""
    said = json.dumps(context, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def signed_name(full_name: str) -> str:
    """«И. И. Иванов», as it stands under a paper (ГОСТ Р 7.0.97, реквизит «подпись»)."""
    family, *given = full_name.split()[:3] or [""]
    return "\u00a0".join([*(f"{word[0]}." for word in given), family]).strip()


def _person(each: DocumentPerson) -> dict[str, Any]:
    return {"id": each.person.public_id if each.person else "", "name": each.name,
            "short_name": _plain(short_name(each.name)), "post": each.post, "note": each.note}  # fmt: skip


def _written_by(people: list[dict[str, Any]]) -> str:
    return "\n".join(filter(None, (said for each in people[:1] for said in (each["name"], each["post"]))))


def _sides(document: Document, content: Content, people: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The sides that were given; of an agreement with one person the organisation and the person."""
    given = [{"name": one.name, "person": one.person, "requisites": one.requisites} for one in content.sides]
    if not document.definition.sides:
        return given
    home, requisites = document.organization, []
    if home.inn:
        requisites.append(_("ИНН %(inn)s", inn=home.inn))
    if home.address:
        requisites.append(home.address)
    employer = {"name": home.name, "person": signed_name(document.signatory_name), "requisites": ", ".join(requisites)}
    return [employer, *({"name": each["name"], "person": signed_name(each["name"]), "requisites": each["post"]}
                        for each in people)]  # fmt: skip


def _appendix(document: Document, content: Content, people: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The table that was given; where people were chosen by hand, a table of them."""
    kind = document.definition
    if content.appendix:
        given = content.appendix
        rows = [{"cells": list(row.cells), "persons": list(row.persons)} for row in given.rows]
        return {"title": given.title, "columns": list(given.columns), "rows": rows, "named": list(given.named)}
    if not kind.appendix or not people:
        return None
    rows = [
        {"cells": [str(n), each["name"], each["post"], each["note"]], "persons": [each["id"]]}
        for n, each in enumerate(people, 1)
    ]
    columns = ["№", _("Фамилия, имя, отчество"), _("Должность"), kind.duty or _("Примечание")]
    return {"title": kind.appendix, "columns": columns, "rows": rows, "named": [1]}


def _question(n: int, item: AgendaItem) -> dict[str, str]:
    cast = item.votes_for + item.votes_against + item.abstained
    votes = _("за – %(for_)s, против – %(against)s, воздержались – %(abstained)s", for_=item.votes_for,
              against=item.votes_against, abstained=item.abstained)  # fmt: skip
    return {"number": str(n), "title": item.title, "heard": item.heard, "decided": item.decided,
            "votes": votes if cast else ""}  # fmt: skip


def _plain(text: str) -> str:
    """Without spaces that do not break: a paper is read by other programs too."""
    return text.replace("\u00a0", " ")
