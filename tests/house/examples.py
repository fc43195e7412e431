"""One example or more for each endpoint: a valid request, who gets through with it, and whose object it is not.

The tables say who may do what independently of the policy: whoever changes the policy changes them too and shows
the difference in review. An endpoint that is missing here fails the matrix.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.demo.cast import PASSWORD
from surveys.actions import submit_response
from surveys.links import token_of
from tests.house.stage import EVERYBODY, GUEST, SIGNED_IN, Call, Stage
from tests.surveys.waves import invitation_of, open_wave
from tests.world import World

Script = Callable[[Stage, str], Call]
NONE: frozenset[str] = frozenset()


def plain(stage: Stage, who: str) -> Call:
    """Nothing but the address."""
    return Call()


@dataclass(frozen=True, kw_only=True)
class Case:
    """One request: who gets through; who at least sees the object (403, not 404). `place`: where a foreign id stands."""

    name: str
    who: frozenset[str]
    call: Script = plain
    sees: frozenset[str] = NONE
    place: str = ""
    guest: str = "sign-in"


@dataclass(frozen=True, kw_only=True)
class Example:
    """An endpoint: who may open it at all, its cases (the first one is the valid one), and texts that lists show.

    `shows` maps a text to the people who must find it in the answer of the first case; nobody else may.
    """

    opens: frozenset[str]
    cases: tuple[Case, ...]
    shows: Callable[[Stage], Mapping[str, frozenset[str]]] = field(default=lambda stage: {})


def own(who: frozenset[str], call: Script = plain, **more: Any) -> Case:
    """The valid request."""
    return Case(name="own", who=who, call=call, **more)


def foreign(place: str, who: frozenset[str], call: Script, **more: Any) -> Case:
    """The same with somebody else's object in the path, the query, a field or a list."""
    return Case(name=f"foreign {place}", place=place, who=who, call=call, **more)


def open_to(who: frozenset[str], call: Script = plain) -> Example:
    """A page or a deed without an object."""
    return Example(opens=who, cases=(own(who, call),))


def dress(world: World) -> dict[str, Any]:
    """Put on the stage what the examples speak of; returns its public ids."""
    asked = {key: invitation_of(world, open_wave(world, persons=(key,)), key) for key in ("misha", "nina")}
    answered = invitation_of(world, open_wave(world), "misha")
    submit_response(world.actor("misha"), answered, {"MET": ["yes"]}, "example")
    return {
        "school_2": world.school_2.id,
        "asked": asked["misha"].public_id,
        "asked_other": asked["nina"].public_id,
        "answered": answered.public_id,
        "link": token_of(asked["misha"]),
        "answered_link": token_of(answered),
    }


def _fields(**fields: str) -> Script:
    return lambda stage, who: Call(body=dict(fields))


def _session_of(stage: Stage, who: str) -> Call:
    return Call(url={"public_id": stage.sessions["nina" if who == GUEST else who]})


MISHA = frozenset({"misha"})


def _token(name: str, **body: str) -> Script:
    return lambda stage, who: Call(url={"token": stage.props[name]}, body=dict(body))


def _asked(own_name: str, link: str, **body: str) -> Example:
    """An invitation: its person by the bare address, nobody by another's, everybody by the signed link."""
    return Example(
        opens=SIGNED_IN | {GUEST},
        cases=(
            own(MISHA, _token(own_name, **body)),
            foreign("path", frozenset({"nina"}), _token("asked_other", **body)),
            Case(name="signed link", who=EVERYBODY, call=_token(link, **body)),
        ),
    )


EXAMPLES: dict[str, Example] = {
    "GET surveys.start": _asked("asked", "link"),
    "POST surveys.respond": _asked("asked", "link", intent="save", MARK="7"),
    "GET surveys.receipt": _asked("answered", "answered_link"),
    "GET surveys.qr": _asked("asked", "link"),
    "GET surveys.mine": open_to(SIGNED_IN),
    "GET home.index": open_to(EVERYBODY),
    "GET pages.help": open_to(EVERYBODY),
    "GET pages.about": open_to(EVERYBODY),
    "GET pages.personal_data": open_to(EVERYBODY),
    "GET appearance.show": open_to(EVERYBODY),
    "POST appearance.update": open_to(EVERYBODY, _fields(theme="dark")),
    "GET accounts.login": open_to(EVERYBODY),
    "POST accounts.sign_in": open_to(EVERYBODY, _fields(email="mentor@demo.example", password=PASSWORD)),
    "POST accounts.logout": open_to(EVERYBODY),
    "GET accounts.show": open_to(SIGNED_IN),
    "POST accounts.change_password": open_to(
        SIGNED_IN, _fields(old=PASSWORD, new="утренний трамвай идёт", again="утренний трамвай идёт")
    ),
    "POST accounts.end_session": Example(
        opens=SIGNED_IN,
        cases=(
            own(SIGNED_IN, _session_of),
            foreign("path", frozenset({"misha"}), lambda stage, who: _session_of(stage, "misha")),
        ),
    ),
    "POST accounts.end_other_sessions": open_to(SIGNED_IN),
    "POST accounts.switch_role": Example(
        opens=SIGNED_IN,
        cases=(
            own(SIGNED_IN, _fields(role="")),
            foreign(
                "field",
                frozenset({"karim"}),
                lambda stage, who: Call(body={"role": f"curator:{stage.props['school_2']}"}),
            ),
        ),
    ),
    "GET notices.index": open_to(SIGNED_IN),
    "POST notices.read_all": open_to(SIGNED_IN),
}
