"""Names in people's own words: what staff hid, how it reads then, and which words may be names of the organisation."""

import re
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from markupsafe import Markup

from portal.core.db import db
from portal.core.i18n import _
from portal.people.models import Membership, Person
from surveys.models import HiddenName, SurveyAssignment

WORD = re.compile(r"[А-ЯЁ][а-яё]{2,}(?:-[А-ЯЁ][а-яё]+)?")
STEM = 3


def hidden_in(code: str, response_ids: Collection[str]) -> dict[str, tuple[tuple[int, int], ...]]:
    """Response id → the hidden parts of its answer, in order."""
    rows = db.session.execute(
        sa.select(HiddenName.response_id, HiddenName.begins, HiddenName.ends)
        .where(HiddenName.item_code == code, HiddenName.response_id.in_(list(response_ids)))
        .order_by(HiddenName.begins)
    )
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for row in rows:
        found[row.response_id] = (*found.get(row.response_id, ()), (row.begins, row.ends))
    return found


def without_names(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with every hidden part replaced."""
    parts, place = [], 0
    for begins, ends in spans:
        parts += [text[place:begins], hidden_word()]
        place = ends
    return "".join([*parts, text[place:]])


def hidden_word() -> str:
    """What stands in the place of a name."""
    return _("[имя скрыто]")


def names_in(wave: SurveyAssignment, texts: Sequence[str]) -> dict[str, str]:
    """Words of the texts that look like names of people of the organisation, declined or not."""
    words = {word for text in texts for word in WORD.findall(text)}
    stems = {word[:STEM].lower() for word in words}
    if not stems:
        return {}
    columns = (Person.family_name, Person.given_name)
    members = sa.select(Membership.person_id).where(Membership.organization_id == wave.organization_id)
    rows = db.session.execute(
        sa.select(*columns).distinct().where(
            Person.id.in_(members),
            sa.or_(*(sa.func.substr(sa.func.lower(column), 1, STEM).in_(stems) for column in columns)),
        )
    )  # fmt: skip
    names = {name for row in rows for name in row if name}
    return {word: name for word in words for name in names if _is_form_of(word, name)}


def _is_form_of(word: str, name: str) -> bool:
    """«Ивановой» is a form of «Иванова»: the same up to the last letter, and hardly longer."""
    stem = name[: max(STEM, len(name) - 1)].lower()
    return word.lower().startswith(stem) and len(word) <= len(name) + 3


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """For readers with names: the hidden parts are there, and marked."""
    parts, place = [], 0
    for begins, ends in spans:
        parts += [Markup("{}<mark>{}</mark>").format(text[place:begins], text[begins:ends])]
        place = ends
    return Markup("").join([*parts, Markup("{}").format(text[place:])])
