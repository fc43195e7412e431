"""Examples of the base of mentors: Миша, Нина and Карим's Вера; Юра has no profile yet and may be brought."""

from typing import Any

from portal.core import clock
from portal.core.db import db
from portal.demo.town import consent_to_participate
from portal.matching.kinds import Origin
from portal.matching.mentors import actions as mentoring
from portal.matching.mentors.queries import MentorOpening, mentor_openings
from portal.matching.mentors.queries.openings import own_mentor_places
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from portal.people.models import Person
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.examples_matching import EDIT_1, EDIT_2, NOMINATE, NOMINATE_1, STAFF_1
from tests.house.stage import BEGAN_ON, EVERYBODY, SIGNED_IN, SYSTEM, Call, Stage
from tests.world import World

TODAY = NOW.date()
READ_MISHA = STAFF_1 | {"gleb", "misha"}
READ_NINA = STAFF_1 | {"nina"}
READ_VERA = frozenset({"karim", "vera", "admin"})
WORDS = {"misha": "Умение-студента", "nina": "Умение-педагога", "vera": "Умение-соседки"}
CATEGORY = {"misha": "student", "nina": "teacher", "vera": "teacher", "yana": "teacher", "pasha": "student"}
_KEYED = {"submission_key": "key-1"}
OFFER = {"competences": "Физика", "about": "", **_KEYED}
NOMINATION = {"recommendation": "Помогает младшим", "origin": "teacher", "agreed_on": "", **_KEYED}
PROFILE = {"competences": "Физика", "capacity": "2", "version": "2"}
DECISION = {"decision": "Комиссия, протокол № 1", "decided_on": "20.11.2026"}


def dress_mentors(world: World) -> dict[str, Any]:
    """Candidates who have agreed, in both schools; Нина is active already. Who may be brought or offer themselves."""
    props: dict[str, Any] = {"card of misha": world.misha.public_id}
    for key in ("misha", "nina", "vera"):
        opening = _opening(world.person(key), CATEGORY[key])
        formats = list(opening.formats)[:1]
        made = mentoring.nominate(
            SYSTEM, world.person(key), opening, formats, origin=Origin.TEACHER, recommendation="Пример", agreed_on=TODAY
        )
        facts = mentoring.ProfileFacts(competences=WORDS[key], capacity=2)
        mentoring.fill(SYSTEM, made, formats, facts)
        props[f"mentor {key}"], props[f"format of {key}"] = made.public_id, formats[0]
        if key == "nina":
            mentoring.approve(SYSTEM, made, decision="Комиссия", decided_on=clock.today("Asia/Irkutsk"))
    elsewhere = people.add_person(SYSTEM, family_name="Двухместов", given_name="Фома")
    for school in (world.school_1, world.school_2):
        people.add_membership(SYSTEM, elsewhere, school, kind=MembershipKind.EMPLOYEE, starts_on=BEGAN_ON)
    consent_to_participate(elsewhere, world.town.consent_texts[2], TODAY)
    db.session.flush()
    places = [each for each in own_mentor_places(elsewhere.id, TODAY) if each.organization_id == world.school_2.id]
    opening = next(iter(mentor_openings(places, TODAY)))
    mentoring.nominate(
        SYSTEM, elsewhere, opening, list(opening.formats)[:1], origin=Origin.TEACHER, recommendation="Пример",
        agreed_on=TODAY,
    )  # fmt: skip
    props["mentor elsewhere"] = elsewhere.public_id
    for key in ("pasha", "yana"):
        opening = _opening(world.person(key), CATEGORY[key])
        props[f"{key} as mentor"] = world.person(key).public_id
        props[f"offer of {key}"], props[f"format of {key}"] = opening.key, next(iter(opening.formats))
    db.session.flush()
    return props


def _opening(person: Person, category: str) -> MentorOpening:
    found = mentor_openings(own_mentor_places(person.id, TODAY), TODAY)
    return next(each for each in found if each.category == category)


def _filled(stage: Stage, fields: dict[str, str]) -> dict[str, str]:
    return {name: str(stage.props[said[1:]]) if said[:1] == "@" else said for name, said in fields.items()}


def _at(prop: str, argument: str = "public_id", **body: str) -> Script:
    return lambda stage, who: Call(url={argument: stage.props[prop]}, body=_filled(stage, body))


def _with(**body: str) -> Script:
    return lambda stage, who: Call(body=_filled(stage, body))


def _named(text: str) -> Script:
    return lambda stage, who: Call(query={"q": text})


def _staff(**body: str) -> Example:
    """A page or a deed of the staff: with Миша's profile, with Вера's; who only reads is refused."""
    return Example(
        opens=_EDITING,
        cases=(
            own(EDIT_1, _at("mentor misha", **body), sees=READ_MISHA),
            foreign("path", EDIT_2, _at("mentor vera", **body), sees=READ_VERA),
        ),
    )


def _fill(prop: str, key: str, sees: frozenset[str], **body: str) -> Example:
    """What the mentor does too: with a profile here, with Вера's."""
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(EDIT_1 | {key}, _at(prop, **body), sees=sees),
            foreign("path", EDIT_2 | {"vera"}, _at("mentor vera", **_there(body)), sees=READ_VERA,
                    asked=EVERYBODY if "decision" not in body else NONE),
        ),
    )  # fmt: skip


def _there(body: dict[str, str]) -> dict[str, str]:
    return {name: "@format of vera" if name == "formats" else said for name, said in body.items()}


def _own(**body: str) -> Example:
    """A deed of the person: nobody does it for another."""
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"misha"}), _at("mentor misha", **body), sees=READ_MISHA),
            foreign("path", frozenset({"vera"}), _at("mentor vera", **body), sees=READ_VERA),
        ),
    )


def _words(stage: Stage) -> dict[str, frozenset[str]]:
    return {WORDS["misha"]: READ_MISHA, WORDS["nina"]: READ_NINA, WORDS["vera"]: READ_VERA}


def _kept(stage: Stage) -> dict[str, frozenset[str]]:
    return {WORDS["misha"]: EDIT_1, WORDS["nina"]: EDIT_1, WORDS["vera"]: EDIT_2}


def _names_of_profiles(stage: Stage) -> dict[str, frozenset[str]]:
    return {stage.props["mentor misha"]: EDIT_1, stage.props["mentor vera"]: EDIT_2}


def _candidates(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Ковалёв Миша": EDIT_1, "Зимина Вера": EDIT_2}


_EDITING = EDIT_1 | EDIT_2
MENTORS: dict[str, Example] = {
    "GET mentors.index": open_to(SIGNED_IN, shows=_words),
    "GET mentors.show": Example(
        opens=SIGNED_IN,
        cases=(
            own(READ_MISHA, _at("mentor misha")),
            foreign("path", READ_VERA, _at("mentor vera")),
            Case(name="outside the group", who=READ_NINA, call=_at("mentor nina")),
        ),
    ),
    "GET mentors.portfolio": Example(
        opens=SIGNED_IN,
        cases=(own(READ_MISHA, _at("mentor misha")), foreign("path", READ_VERA, _at("mentor vera"))),
    ),
    "GET mentors.choose": open_to(
        NOMINATE, _named("Седов"), shows=lambda stage: {stage.props["pasha as mentor"]: NOMINATE_1}
    ).asking(Case(name="of the other school", who=NOMINATE, call=_named("Фомина"), shows=lambda stage: {
        stage.props["yana as mentor"]: frozenset({"karim"})}),
        Case(name="a mentor of the other school", who=NOMINATE, call=_named("Двухместов"), shows=lambda stage: {
            stage.props["mentor elsewhere"]: NOMINATE_1 - {"gleb"}})),
    "GET mentors.nominate": Example(
        opens=NOMINATE,
        cases=(
            own(NOMINATE_1, _at("pasha as mentor", "person_id")),
            foreign("path", frozenset({"karim"}), _at("yana as mentor", "person_id")),
        ),
    ),
    "POST mentors.create": Example(
        opens=NOMINATE,
        cases=(
            own(NOMINATE_1, _at("pasha as mentor", "person_id", opening="@offer of pasha", formats="@format of pasha",
                                **NOMINATION)),
            foreign("path", frozenset({"karim"}), _at("yana as mentor", "person_id", opening="@offer of yana",
                                                      formats="@format of yana", **NOMINATION)),
            foreign("field", NONE, _at("pasha as mentor", "person_id", opening="@offer of yana",
                                       formats="@format of pasha", **NOMINATION), asked=NOMINATE_1, otherwise="422"),
        ),
    ),
    "GET mentors.download": open_to(_EDITING, shows=_kept),
    "GET mentors.commission": open_to(_EDITING, shows=_candidates),
    "GET mentors.training": open_to(_EDITING, shows=_names_of_profiles),
    "GET mentors.edit": _fill("mentor misha", "misha", READ_MISHA),
    "POST mentors.update": _fill("mentor misha", "misha", READ_MISHA, formats="@format of misha", **PROFILE),
    "GET mentors.suitability": _staff(),
    "POST mentors.score": _staff(**{"points-results": "2", "note-results": "Победы", "version": "2"}),
    "GET mentors.confirm_approval": _staff(),
    "POST mentors.approve": _staff(**DECISION),
    "GET mentors.confirm_refusal": _staff(),
    "POST mentors.decline": _staff(reason="Мало времени"),
    "GET mentors.plan_pause": _fill("mentor nina", "nina", READ_NINA),
    "POST mentors.pause": Example(
        opens=SIGNED_IN,
        cases=(
            own(EDIT_1 | {"nina"}, _at("mentor nina", starts_on="20.11.2026", ends_on="", reason=""), sees=READ_NINA),
            foreign("path", NONE, _at("mentor vera", starts_on="20.11.2026", ends_on="", reason=""), sees=READ_VERA,
                    asked=SIGNED_IN - EDIT_2 - {"vera"}),
        ),
    ),
    "POST mentors.resume": _fill("mentor nina", "nina", READ_NINA),
    "GET mentors.confirm_reserve": _staff(),
    "POST mentors.reserve": _staff(reason="Позже"),
    "GET mentors.confirm_leaving": _staff(),
    "POST mentors.leave": _staff(reason="Переезд"),
    "GET own_mentoring.index": open_to(SIGNED_IN, shows=lambda stage: {
        stage.props["mentor misha"]: frozenset({"misha"}), stage.props["mentor vera"]: frozenset({"vera"})}),
    "GET own_mentoring.new": open_to(SIGNED_IN),
    "POST own_mentoring.create": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"pasha"}), _with(opening="@offer of pasha", formats="@format of pasha", **OFFER),
                asked=frozenset({"pasha", "guest", "zoya"})),
            foreign("field", NONE, _with(opening="@offer of yana", formats="@format of yana", **OFFER),
                    asked=frozenset({"pasha"}), otherwise="422"),
        ),
    ),
    "POST own_mentoring.agree": _own(),
    "GET own_mentoring.confirm_leaving": _own(),
    "POST own_mentoring.leave": _own(reason=""),
}  # fmt: skip


def _decisions(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Колледж: кандидатов": EDIT_1, "Школа № 12: кандидатов": EDIT_2}


_ON_CARD = READ_MISHA | {"sonya", "galya"}  # a secretary and a personnel officer see the card, not the profile
MENTOR_LISTS: dict[str, tuple[Case, ...]] = {
    "GET search.index": tuple(
        Case(
            name=f"skills of {key}", who=SIGNED_IN, call=_named(WORDS[key]),
            shows=lambda stage, key=key, who=who: {f"/mentors/{stage.props[f'mentor {key}']}": who},  # type: ignore[misc]
        )
        for key, who in (("nina", READ_NINA), ("vera", READ_VERA))
    ),
    "GET home.index": (Case(name="candidates to decide", who=_EDITING, asked=_EDITING, shows=_decisions),),
    "GET people.show": (
        Case(
            name="profile on the card", who=_ON_CARD, asked=_ON_CARD,
            call=lambda stage, who: Call(url={"public_id": stage.props["card of misha"]}),
            shows=lambda stage: {stage.props["mentor misha"]: READ_MISHA},
        ),
    ),
}  # fmt: skip
