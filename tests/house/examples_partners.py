"""Examples of partners: one in each school with an agreement, a scan and a curator of its own."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

from portal.people import actions as people
from portal.people.kinds import MembershipKind, OrganizationKind
from portal.programs import actions as programs
from portal.programs.kinds import AgreementKind
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.stage import BEGAN_ON, EVERYBODY, SIGNED_IN, SYSTEM, Call, Stage
from tests.world import World

ADMIN = frozenset({"admin"})
READ_1 = frozenset({"kira", "lida", "denis", "sonya", "mark", "pavel"}) | ADMIN
READ_2 = frozenset({"karim"}) | ADMIN
EDIT_1, EDIT_2 = frozenset({"kira", "denis", "mark"}) | ADMIN, frozenset({"karim"}) | ADMIN
EDIT = EDIT_1 | EDIT_2 | {"olga"}
HERE, THERE = "Завод у колледжа", "Депо у школы"
_KEYED = {"submission_key": "key-1"}
DAY = "20.11.2026"
AGREEMENT = {"kind": "network", "number": "5", "signed_on": DAY, "starts_on": DAY, "ends_on": ""}
CARD = {"about": "Практика", "resources": "", "starts_on": "01.09.2024"}


def dress_partners(world: World) -> dict[str, Any]:
    """A partner in each school; Павел curates on the side of the first."""
    props: dict[str, Any] = {}
    for place, school, name in (("here", world.school_1, HERE), ("there", world.school_2, THERE)):
        home = programs.enter_organization(SYSTEM, school, kind=OrganizationKind.ENTERPRISE, name=name)
        free = programs.enter_organization(SYSTEM, school, kind=OrganizationKind.NGO, name=f"Фонд, {name}")
        partner = programs.add_partner(SYSTEM, school, home, starts_on=BEGAN_ON)
        terms = programs.Terms(
            kind=AgreementKind.DUAL, number="1", signed_on=BEGAN_ON, starts_on=BEGAN_ON, ends_on=date(2027, 8, 31)
        )
        scan = (io.BytesIO(f"%PDF-1.4\n% {place}\n%%EOF\n".encode()), "agreement.pdf")
        agreement = programs.add_agreement(SYSTEM, partner, terms, scan)
        ending = replace(terms, kind=AgreementKind.NETWORK, number="2", ends_on=date(2026, 12, 20))
        programs.add_agreement(SYSTEM, partner, ending, None)
        curates = world.pavel if place == "here" else people.add_person(
            SYSTEM, family_name="Депов", given_name="Олег"
        )  # fmt: skip
        joins = people.add_person(SYSTEM, family_name=f"Вступающий-{place}", given_name="Илья")
        for person in (curates, joins):
            if person is not world.pavel:
                people.add_membership(SYSTEM, person, school, kind=MembershipKind.SPECIALIST, starts_on=BEGAN_ON)
            people.add_membership(SYSTEM, person, home, kind=MembershipKind.EMPLOYEE, starts_on=BEGAN_ON)
        curator = programs.add_partner_curator(SYSTEM, partner, curates, starts_on=BEGAN_ON)
        props |= {
            f"partner {place}": partner.public_id, f"agreement {place}": agreement.public_id,
            f"partner curator {place}": curator.public_id, f"free home {place}": free.public_id,
            f"joins partner {place}": joins.public_id, f"school of partner {place}": school.public_id,
        }  # fmt: skip
    return props


def _at(prop: str, **body: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, body=_filled(stage, body))


def _with(**body: str) -> Script:
    return lambda stage, who: Call(body=_filled(stage, body))


def _filled(stage: Stage, fields: dict[str, str]) -> dict[str, str]:
    return {name: str(stage.props[said[1:]]) if said[:1] == "@" else said for name, said in fields.items()}


def _pair(thing: str, here: frozenset[str], there: frozenset[str], **body: str) -> Example:
    """A page or a deed of one thing: who may with that of school 1, who with that of school 2; readers see 403."""
    edits = here is EDIT_1
    elsewhere = {name: said.replace(" here", " there") for name, said in body.items()}
    return Example(
        opens=here | there | {"olga"},
        cases=(
            own(here, _at(f"{thing} here", **body), sees=READ_1 if edits else NONE),
            foreign("path", there, _at(f"{thing} there", **elsewhere), sees=READ_2 if edits else NONE),
        ),
    )


PARTNERS: dict[str, Example] = {
    "GET partners.index": open_to(
        READ_1 | READ_2 | {"olga"}, shows=lambda stage: {HERE: READ_1, THERE: READ_2}
    ),
    "GET partners.new": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, lambda stage, who: Call(query={"organization": stage.props["school of partner here"]})),
            foreign(
                "query", EDIT_2, lambda stage, who: Call(query={"organization": stage.props["school of partner there"]})
            ),
        ),
    ),
    "POST partners.create": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, _with(**CARD, **_KEYED, organization="@school of partner here", home="@free home here",
                              name="", kind="ngo")),
            foreign("field", EDIT_2, _with(**CARD, **_KEYED, organization="@school of partner there",
                                           home="@free home there", name="", kind="ngo")),
        ),
    ),
    "GET partners.show": _pair("partner", READ_1, READ_2),
    "GET partners.edit": _pair("partner", EDIT_1, EDIT_2),
    "POST partners.update": _pair("partner", EDIT_1, EDIT_2, **CARD, ends_on="", version="1"),
    "GET partners.new_agreement": _pair("partner", EDIT_1, EDIT_2),
    "POST partners.create_agreement": _pair("partner", EDIT_1, EDIT_2, **AGREEMENT, **_KEYED),
    "GET partners.change_agreement": _pair("agreement", EDIT_1, EDIT_2),
    "POST partners.update_agreement": _pair("agreement", EDIT_1, EDIT_2, **AGREEMENT, version="1"),
    "GET partners.agreement_file": _pair("agreement", READ_1, READ_2),
    "GET partners.choose_curator": _pair("partner", EDIT_1, EDIT_2),
    "POST partners.add_curator": _pair(
        "partner", EDIT_1, EDIT_2, person="@joins partner here", starts_on=DAY, document="", **_KEYED
    ),
    "GET partners.confirm_curator_end": _pair("partner curator", EDIT_1, EDIT_2),
    "POST partners.end_curator": _pair("partner curator", EDIT_1, EDIT_2, ends_on=DAY),
}  # fmt: skip


def _found(words: str, thing: str, here: frozenset[str], there: frozenset[str]) -> Case:
    """A search that finds what each school has of this, and shows to everybody only their own."""
    path = f"/{thing}s/"
    return Case(
        name=f"search for a {thing}", who=SIGNED_IN, call=lambda stage, who: Call(query={"q": words}),
        shows=lambda stage: {path + stage.props[f"{thing} here"]: here, path + stage.props[f"{thing} there"]: there},
    )  # fmt: skip


# What stands in lists of other rooms: the desk tells of an agreement that ends, the search finds by name.
PARTNER_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (
        Case(name="ending agreements", who=EVERYBODY, shows=lambda stage: {
            f"кончается: {HERE}": EDIT_1, f"кончается: {THERE}": EDIT_2}),
    ),
    "GET search.index": (
        _found("завод", "partner", READ_1, NONE),
        _found("депо", "partner", NONE, READ_2),
    ),
}  # fmt: skip
