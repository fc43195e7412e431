"""Questionnaires in the tables: published once, frozen for ever, compiled once a process."""

from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.text import sort_key
from portal.people.models import Organization
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.mapping import checksum, from_mapping, to_mapping
from surveys.models import Item, Mode, Option, Questionnaire, QuestionnaireVersion
from surveys.search import index_questionnaire

KINDS = {"section": "section", "note": "text"}
IN_COLUMNS = {"code", "type", "text", "hint", "required", "show_if", "options", "rows"}
FROM_FILE = "_from_file"
OFFERED = "offered_if"
COMPILED: WeakKeyDictionary[Any, dict[int, QuestionnaireDefinition]] = WeakKeyDictionary()


def publish_questionnaire(
    actor: Actor, definition: QuestionnaireDefinition, *, organization: Organization | None = None
) -> QuestionnaireVersion:
    """Publish what the definition says, in the library or in one organisation; returns the version in force.

    A definition that says the same as the last version changes nothing; any other becomes the next version.
    """
    questionnaire = _find_or_add(definition, organization)
    last = last_version(questionnaire.id)
    questionnaire.title, questionnaire.sort_title = definition.title, sort_key(definition.title)
    questionnaire.purpose, questionnaire.retired_on = definition.purpose, None
    said = checksum(definition)
    if last is not None and last.checksum == said:
        db.session.flush()
        return last
    version = _add_version(questionnaire, definition, said, last.number + 1 if last else 1)
    index_questionnaire(version)
    audit.record(
        actor, AuditEvent.QUESTIONNAIRE_PUBLISHED, questionnaire, organization_id=questionnaire.organization_id,
        changes={"version": version.number, "checksum": said},
    )  # fmt: skip
    return version


def last_version(questionnaire_id: int) -> QuestionnaireVersion | None:
    """The version in force, or None where nothing was published yet."""
    return db.session.scalars(
        sa.select(QuestionnaireVersion)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    ).one_or_none()


def compiled(version_id: int) -> QuestionnaireDefinition:
    """The definition of a published version, read from the tables once a process; a version never changes."""
    known = COMPILED.setdefault(db.engine, {})
    if version_id not in known:
        known[version_id] = _read(version_id)
    return known[version_id]


def _find_or_add(definition: QuestionnaireDefinition, organization: Organization | None) -> Questionnaire:
    owner = organization.id if organization else None
    found = db.session.scalars(
        sa.select(Questionnaire).where(
            Questionnaire.code == definition.code, Questionnaire.organization_id.is_not_distinct_from(owner)
        )
    ).one_or_none()
    if found is None:
        found = Questionnaire(
            organization_id=owner, code=definition.code, title=definition.title,
            sort_title=sort_key(definition.title), purpose=definition.purpose,
        )  # fmt: skip
        db.session.add(found)
        db.session.flush()
    return found


def usual_mode(definition: QuestionnaireDefinition) -> Mode:
    """The mode in which a questionnaire is usually assigned; a wave may be stricter.

    What is asked without names before and after needs the private code: nothing else joins the two answers of the
    same unknown person.
    """
    if not definition.anonymous:
        return Mode.NAMED
    return Mode.LINKED if definition.pair_with else Mode.ANONYMOUS


def _add_version(
    questionnaire: Questionnaire, definition: QuestionnaireDefinition, said: str, number: int
) -> QuestionnaireVersion:
    head = {key: value for key, value in to_mapping(definition).items() if key != "items"}
    version = QuestionnaireVersion(
        questionnaire_id=questionnaire.id,
        number=number,
        title=definition.title,
        about=definition.intro,
        minutes=definition.minutes,
        mode=usual_mode(definition),
        checksum=said,
        published_at=clock.now(),
        details=head,
    )
    db.session.add(version)
    db.session.flush()
    rows = [_item_row(version.id, item, place * 1000) for place, item in enumerate(definition.items, 1)]
    db.session.add_all(rows)
    db.session.flush()
    for row, item in zip(rows, definition.items, strict=True):
        db.session.add_all(_children(version.id, row, item))
    db.session.flush()
    return version


def _item_row(version_id: int, item: ItemDefinition, position: int) -> Item:
    """An item as a row: what every item has in columns, the rest of its written form in `settings`."""
    written = to_mapping(QuestionnaireDefinition(code="one", title="one", items=(item,)))["items"][0]
    settings = {key: value for key, value in written.items() if key not in IN_COLUMNS}
    if item.other:
        settings["other"] = item.other.value
    if item.filters_options:
        settings[OFFERED] = {each["value"]: each["show_if"] for each in written["options"] if "show_if" in each}
    kind = KINDS.get(item.type, "question")
    return Item(
        version_id=version_id,
        code=item.code,
        kind=kind,
        type=item.type if kind == "question" else None,
        position=position,
        text=item.text,
        hint=item.hint,
        required=item.required,
        settings=settings,
        show_if=written.get("show_if"),
    )


def _children(version_id: int, row: Item, item: ItemDefinition) -> list[Item | Option]:
    """Options of an item and rows of a matrix, which are items with a parent."""
    found: list[Item | Option] = [
        Option(item_id=row.id, value=option.value, label=option.label, position=place)
        for place, option in enumerate(item.options, 1)
    ]
    found += [
        Item(
            version_id=version_id, parent_id=row.id, code=line.code, kind="row", position=row.position + place,
            text=line.label, settings={"block": line.block, "polarity": line.polarity},
        )
        for place, line in enumerate(item.rows, 1)
    ]  # fmt: skip
    return found


def _read(version_id: int) -> QuestionnaireDefinition:
    """The written form put together from the rows, read as any other written questionnaire."""
    head = db.session.scalars(
        sa.select(QuestionnaireVersion.details).where(QuestionnaireVersion.id == version_id)
    ).one()
    items = db.session.execute(
        sa.select(Item.__table__).where(Item.version_id == version_id).order_by(Item.position)
    ).all()
    options: dict[int, list[Any]] = {}
    for option in db.session.execute(
        sa.select(Option.__table__)
        .join(Item, Item.id == Option.item_id)
        .where(Item.version_id == version_id)
        .order_by(Option.item_id, Option.position)
    ):
        options.setdefault(option.item_id, []).append(option)
    lines: dict[int, list[Any]] = {}
    for item in items:
        if item.parent_id is not None:
            lines.setdefault(item.parent_id, []).append(item)
    written = [_written(item, options, lines) for item in items if item.parent_id is None]
    said = {key: value for key, value in head.items() if key != FROM_FILE}
    return from_mapping({**said, "items": written})


def _written(item: Any, options: dict[int, list[Any]], lines: dict[int, list[Any]]) -> dict[str, Any]:
    settings = dict(item.settings)
    other, offered = settings.pop("other", None), settings.pop(OFFERED, {})
    kinds = {kind: type_ for type_, kind in KINDS.items()}
    written = {
        "code": item.code,
        "type": item.type or kinds[item.kind],
        "text": item.text,
        "hint": item.hint,
        "required": item.required,
        **settings,
        "options": [
            {
                "value": option.value,
                "label": option.label,
                "other": option.value == other,
                **({"show_if": offered[option.value]} if option.value in offered else {}),
            }
            for option in options.get(item.id, [])
        ],
        "rows": [{"code": line.code, "label": line.text, **_plain(line.settings)} for line in lines.get(item.id, [])],
    }
    return written if item.show_if is None else {**written, "show_if": item.show_if}


def _plain(settings: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in settings.items() if value not in ("", None)}
