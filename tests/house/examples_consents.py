"""Examples of the endpoints of one room: consents given, the register, wordings, the order of collecting."""

import io
from datetime import date
from typing import Any

import sqlalchemy as sa
from PIL import Image

from portal.consents import actions as consents
from portal.consents.kinds import Evidence, Purpose
from portal.consents.models import Consent, ConsentText
from portal.core import clock
from portal.core.db import db
from portal.core.files import store
from portal.people.models import Organization, Person
from tests.house.asked import Case, Example, Script, foreign, open_to, own
from tests.house.stage import BEGAN_ON, SIGNED_IN, SYSTEM, Call, Stage
from tests.world import World

RECORD_1, RECORD_2 = frozenset({"kira", "sonya", "gleb"}), frozenset({"karim"})
READ_1 = RECORD_1 | {"denis"}
FAMILY = frozenset({"pasha", "maria"})
EDIT_1, EDIT_2 = frozenset({"kira", "denis"}), frozenset({"karim"})
EDIT = EDIT_1 | EDIT_2 | {"olga"}
CARD_1 = READ_1 | {"lida", "polina", "mark", "tanya", "galya", "admin"}  # who sees the card of a learner of school 1
TEXT_HERE, TEXT_THERE = "Передача из колледжа", "Передача из школы"


def dress_consents(world: World) -> dict[str, Any]:
    """A wording in two editions in each school, a scan under a consent of each, and a confirmation that waits."""
    props: dict[str, Any] = {"consent school 2": world.school_2.public_id, "consent school 1": world.school_1.public_id}
    today = clock.today("Asia/Irkutsk")
    for place, school, who, title in (
        ("here", world.school_1, world.pasha, TEXT_HERE),
        ("there", world.school_2, world.yana, TEXT_THERE),
    ):
        first = _text(school, title, "Первая редакция", BEGAN_ON)
        second = _text(school, title, "Вторая редакция", today)
        given = _own_of(who)
        given.file_id = store(io.BytesIO(_picture()), "лист.jpg", made_here=True).id
        waiting = consents.confirm_on_portal(SYSTEM, who, second, given_by=who)
        consents.save_policy(SYSTEM, school, evidence=list(Evidence))
        props |= {
            f"text {place}": second.public_id, f"old text {place}": first.public_id, f"hash {place}": second.body_hash,
            f"consent {place}": given.public_id, f"waiting {place}": waiting.public_id,
            f"subject {place}": who.public_id,
        }  # fmt: skip
    db.session.flush()
    return props | {"consent parent": world.maria.public_id, "version of policy": "2"}


def _text(school: Organization, title: str, body: str, starts_on: date) -> ConsentText:
    return consents.add_consent_text(
        SYSTEM, school, purpose=Purpose.OPERATOR, category="any", title=title, body=body, starts_on=starts_on
    )


def _own_of(person: Person) -> Consent:
    mine = sa.select(Consent).where(Consent.person_id == person.id, Consent.by_representative.is_(False))
    return db.session.scalars(mine.order_by(Consent.id)).first()  # type: ignore[return-value]


def _picture() -> bytes:
    made = io.BytesIO()
    Image.new("L", (20, 20), 255).save(made, "JPEG")
    return made.getvalue()


def _filled(stage: Stage, fields: dict[str, str]) -> dict[str, Any]:
    return {name: stage.props.get(value, value) for name, value in fields.items()}


def _of(prop: str, *, query: dict[str, str] | None = None, **body: str) -> Script:
    return lambda stage, who: Call(
        url={"public_id": stage.props[prop]}, query=_filled(stage, query or {}), body=_filled(stage, body)
    )


def _about(place: str, purpose: str | None = None, **body: str) -> Script:
    """About the learner of school 1 or the teacher of school 2; `purpose` is the last part of the address."""

    def script(stage: Stage, who: str) -> Call:
        url = {"public_id": stage.props[f"subject {place}"]} | ({"purpose": purpose} if purpose else {})
        return Call(url=url, body=_filled(stage, body))

    return script


def _mine(place: str, purpose: str = "participation", **body: str) -> Script:
    """One's own page of a purpose: person, organisation, purpose."""

    def script(stage: Stage, who: str) -> Call:
        school = stage.props["consent school 1" if place == "here" else "consent school 2"]
        url = {"public_id": stage.props[f"subject {place}"], "organization": school, "purpose": purpose}
        return Call(url=url, body=_filled(stage, body))

    return script


def _asking(**query: str) -> Script:
    return lambda stage, who: Call(query=_filled(stage, query))


def _posting(**body: str) -> Script:
    return lambda stage, who: Call(body=_filled(stage, body))


def _consent(prop: str, here: frozenset[str], there: frozenset[str], opens: frozenset[str]) -> Example:
    cases = (own(here, _of(f"{prop} here")), foreign("path", there, _of(f"{prop} there")))
    return Example(opens=opens, cases=cases)


def _paper(purpose: str | None, **body: str) -> Example:
    """Papers about a person, by who records them."""
    return Example(
        opens=RECORD_1 | RECORD_2,
        cases=(
            own(RECORD_1, _about("here", purpose, **body)),
            foreign("path", RECORD_2, _about("there", purpose, **body)),
        ),
    )


def _owned(purpose: str = "participation", **body: str) -> Example:
    """A page of one's own; the staff who see the card may not sign for the person."""
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(FAMILY, _mine("here", purpose, **body), sees=CARD_1),
            foreign("path", frozenset({"yana"}), _mine("there", purpose, **body), sees=RECORD_2 | {"admin"}),
        ),
    )


def _worded(**body: str) -> Example:
    return Example(
        opens=EDIT,
        cases=(own(EDIT_1, _of("text here", **body)), foreign("path", EDIT_2, _of("text there", **body))),
    )


SHEET = {"outcome": "given", "signed_on": "20.11.2026", "evidence": "paper", "submission_key": "key-1"}
WORDING = {"purpose": "operator", "category": "any", "title": "Передача", "body": "Третья редакция", "term": "open",
           "starts_on": "20.11.2026", "renewal": "keep", "submission_key": "key-1"}  # fmt: skip
ORDER = {"evidence": "paper", "minors": "both", "term": "open", "version": "version of policy"}
REGISTER_SHOWS = {"Орлова Нина Павловна": READ_1 - {"gleb"}, "Зимина Вера Львовна": RECORD_2,
                  "Ковалёв Миша Игоревич": READ_1}  # fmt: skip


def _listed(name: str, who: frozenset[str]) -> Case:
    """The register narrowed to one name: whoever may see this person finds the line."""
    return Case(
        name=f"search for {name}", who=READ_1 | RECORD_2, call=_asking(q=name.partition(" ")[0]),
        shows=lambda stage: {name: who},
    )  # fmt: skip


CONSENTS: dict[str, Example] = {
    "GET consents.index": Example(
        opens=READ_1 | RECORD_2,
        cases=(
            own(READ_1 | RECORD_2, _asking()),
            foreign("query", RECORD_2, _asking(organization="consent school 2")),
            *(_listed(name, who) for name, who in REGISTER_SHOWS.items()),
        ),
    ),
    "POST consents.export": Example(
        opens=READ_1 | RECORD_2,
        cases=(
            own(READ_1 | RECORD_2, _posting()),
            foreign("field", RECORD_2, _posting(organization="consent school 2")),
        ),
    ),
    "GET consents.person": Example(
        opens=SIGNED_IN,
        cases=(
            own(READ_1, _about("here"), sees=CARD_1 - READ_1),
            foreign("path", RECORD_2, _about("there"), sees=frozenset({"admin"})),
        ),
    ),
    "GET consents.show": _consent("consent", READ_1 | FAMILY, RECORD_2 | {"yana"}, SIGNED_IN),
    "GET consents.paper": _consent("consent", READ_1 | FAMILY, RECORD_2 | {"yana"}, SIGNED_IN),
    "POST consents.accept_portal": _consent("waiting", RECORD_1, RECORD_2, RECORD_1 | RECORD_2),
    "GET consents.new": _paper("operator"),
    "POST consents.create": Example(
        opens=RECORD_1 | RECORD_2,
        cases=(
            own(RECORD_1, _about("here", "operator", signer="consent parent", **SHEET)),
            foreign("path", RECORD_2, _about("there", "operator", signer="subject there", **SHEET)),
        ),
    ),
    "GET consents.confirm_withdrawal": _paper("participation"),
    "POST consents.withdraw": Example(
        opens=RECORD_1 | RECORD_2,
        cases=(
            own(RECORD_1, _about("here", "participation", by="subject here", submission_key="key-1")),
            foreign("path", RECORD_2, _about("there", "participation", by="subject there", submission_key="key-1")),
        ),
    ),
    "GET consents.texts": Example(
        opens=EDIT,
        cases=(own(EDIT, _asking()), foreign("query", EDIT_2, _asking(organization="consent school 2"))),
        shows=lambda stage: {TEXT_HERE: EDIT_1, TEXT_THERE: EDIT_2},
    ),
    "POST consents.adopt": Example(
        opens=EDIT,
        cases=(
            own(EDIT, _posting(submission_key="key-1")),
            foreign("field", EDIT_2, _posting(submission_key="key-1", organization="consent school 2")),
        ),
    ),
    "GET consents.new_text": Example(
        opens=EDIT,
        cases=(
            own(EDIT, _asking(purpose="operator", category="any")),
            foreign("query", EDIT_2, _asking(purpose="operator", category="any", organization="consent school 2")),
        ),
    ),
    "POST consents.publish": Example(
        opens=EDIT,
        cases=(
            own(EDIT, _posting(**WORDING)),
            foreign("field", EDIT_2, _posting(**WORDING, organization="consent school 2")),
        ),
    ),
    "GET consents.text": _worded(),
    "GET consents.compare": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, _of("text here", query={"with": "old text here"})),
            foreign("path", EDIT_2, _of("text there", query={"with": "old text there"})),
            foreign("query", frozenset(), _of("text here", query={"with": "old text there"})),
        ),
    ),
    "GET consents.policy": Example(
        opens=EDIT,
        cases=(own(EDIT, _asking()), foreign("query", EDIT_2, _asking(organization="consent school 2"))),
    ),
    "POST consents.update_policy": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1 | EDIT_2, _posting(**ORDER), otherwise="409"),
            foreign("field", EDIT_2, _posting(**ORDER, organization="consent school 2")),
        ),
    ),
    "GET own_consents.index": open_to(SIGNED_IN),
    "GET own_consents.show": _owned(),
    "POST own_consents.give": Example(
        opens=SIGNED_IN,
        cases=(
            own(FAMILY, _mine("here", "operator", text_hash="hash here", submission_key="key-1"), sees=CARD_1),
            foreign(
                "path",
                frozenset({"yana"}),
                _mine("there", "operator", text_hash="hash there", submission_key="key-1"),
                sees=RECORD_2 | {"admin"},
            ),
        ),
    ),
    "POST own_consents.refuse": _owned("operator", submission_key="key-1"),
    "POST own_consents.print_blank": _owned("operator", submission_key="key-1"),
    "GET own_consents.blank": _owned("operator"),
    "GET own_consents.confirm_withdrawal": _owned(),
    "POST own_consents.withdraw": _owned(submission_key="key-1"),
}
