"""Keeping the library: a material comes in, its facts are put right, versions follow, it goes and returns."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.access.actor import Actor
from portal.core import audit, clock, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.markup import to_html
from portal.core.search import index
from portal.core.text import clean_line, clean_text
from portal.library.kinds import Facet, MaterialKind
from portal.library.models import Material, MaterialTag, MaterialVersion
from portal.library.queries.materials import KIND
from portal.library.texts import is_link, searchable_text
from portal.people.models import Organization

LONGEST_BODY = 30_000


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is said about a material beside its versions; an act needs its source, number and day."""

    kind: MaterialKind
    title: str
    about: str = ""
    chosen: Mapping[Facet, Collection[str]]
    act_source: str = ""
    act_number: str = ""
    act_date: date | None = None
    is_public: bool = False
    for_mentors: bool = False
    for_mentees: bool = False
    newcomers_since: date | None = None
    review_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Body:
    """What a version holds: at least one of the three."""

    text: str = ""
    link: str = ""
    upload: files.Upload | None = None


def add_material(actor: Actor, organization: Organization, facts: Facts, body: Body) -> Material:
    """Put a material into the library with its first version; its readers find it at once.

    Raises Refusal for an empty body, a file that is not taken, and an address that is no link.
    """
    today = clock.today(organization.time_zone)
    made = Material(organization_id=organization.id, organization=organization, published_on=today, tags=[])
    _put(made, facts)
    db.session.add(made)
    db.session.flush()
    made.versions.append(_version(made, 1, body, "", today))
    db.session.flush()
    _index(made)
    audit.record(actor, AuditEvent.MATERIAL_ADDED, made)
    return made


def change_material(actor: Actor, material: Material, facts: Facts) -> None:
    """Put the facts right; versions stay as they are. Raises Refusal for a material that was taken down."""
    _refuse_archived(material)
    _put(material, facts)
    material.version += 1
    db.session.flush()
    _index(material)
    audit.record(actor, AuditEvent.MATERIAL_CHANGED, material)


def add_version(actor: Actor, material: Material, body: Body, *, change_note: str) -> MaterialVersion:
    """A new version takes the place of the one that is shown, which stays readable. Call with the material locked.

    `change_note` tells readers what changed. Raises Refusal as `add_material` does, and without a note.
    """
    _refuse_archived(material)
    note = clean_line(change_note)
    if not note:
        raise Refusal(_("Напишите, что изменилось."))
    today = clock.today(material.organization.time_zone)
    made = _version(material, material.current_number + 1, body, note, today)
    material.versions.append(made)
    material.current_number, material.published_on = made.number, today
    material.version += 1
    db.session.flush()
    _index(material)
    audit.record(actor, AuditEvent.MATERIAL_VERSION_ADDED, material, changes={"number": made.number})
    return made


def archive_material(actor: Actor, material: Material) -> None:
    """Take the material down: lists, search and desks lose it, its page stays for its readers."""
    if material.archived_on is not None:
        return
    material.archived_on = clock.today(material.organization.time_zone)
    material.version += 1
    index.remove(KIND, material.id)
    audit.record(actor, AuditEvent.MATERIAL_ARCHIVED, material)


def return_material(actor: Actor, material: Material) -> None:
    """Back into the library."""
    if material.archived_on is None:
        return
    material.archived_on = None
    material.version += 1
    db.session.flush()
    _index(material)
    audit.record(actor, AuditEvent.MATERIAL_RETURNED, material)


def _put(material: Material, facts: Facts) -> None:
    is_act = facts.kind is MaterialKind.ACT
    asks = facts.for_mentors or facts.for_mentees
    said: dict[str, Any] = {
        "kind": facts.kind, "title": clean_line(facts.title), "about": clean_text(facts.about),
        "act_source": clean_line(facts.act_source) if is_act else "",
        "act_number": clean_line(facts.act_number) if is_act else "",
        "act_date": facts.act_date if is_act else None,
        "is_public": facts.is_public, "for_mentors": facts.for_mentors, "for_mentees": facts.for_mentees,
        "newcomers_since": facts.newcomers_since if asks else None, "review_on": facts.review_on,
    }  # fmt: skip
    if is_act and not (said["act_number"] and said["act_date"] and said["act_source"]):
        raise Refusal(_("У нормативного акта укажите, кто его принял, номер и дату."))
    if asks and facts.newcomers_since is None:
        raise Refusal(_("Укажите, с какого дня человек считается новым."))
    for name, value in said.items():
        setattr(material, name, value)
    wanted = {(facet, code) for facet, codes in facts.chosen.items() for code in codes}
    kept = [each for each in material.tags if (Facet(each.facet), each.code) in wanted]
    known = {(Facet(each.facet), each.code) for each in kept}
    material.tags[:] = [*kept, *(MaterialTag(facet=facet, code=code) for facet, code in sorted(wanted - known))]


def _version(material: Material, number: int, body: Body, note: str, today: date) -> MaterialVersion:
    text, link = clean_text(body.text)[:LONGEST_BODY], clean_line(body.link)
    if link and not is_link(link):
        raise Refusal(_("Ссылка начинается с https:// или с / для страниц портала."))
    if not (text or link or body.upload):
        raise Refusal(_("Приложите файл, напишите текст или укажите ссылку."))
    stored = files.store(*body.upload) if body.upload else None
    return MaterialVersion(
        material_id=material.id, number=number, change_note=note, text=text, html=to_html(text, LONGEST_BODY),
        link=link, file_id=stored.id if stored else None, file=stored, published_on=today,
    )  # fmt: skip


def _index(material: Material) -> None:
    version = material.numbered(material.current_number)
    if version is not None:
        index.put(KIND, material.id, material.title, searchable_text(material, version))


def _refuse_archived(material: Material) -> None:
    if material.archived_on is not None:
        raise Refusal(_("Материал снят. Сначала верните его в библиотеку."))
