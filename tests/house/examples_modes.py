"""Examples of what questionnaires promise: terms and settings of a wave, withdrawal, files with answers."""

from typing import Any

from portal.access.actor import Actor
from surveys.actions import submit_response
from surveys.links import token_of
from surveys.models import SurveyInvitation
from tests.house.asked import NONE, Case, Example, Script, foreign, own
from tests.house.examples_imports import Again
from tests.house.examples_surveys import ASSIGN_1, ASSIGN_2, LINKS_1, _invite, _of_wave, _personal
from tests.house.stage import CLOSED, EVERYBODY, Call, Stage
from tests.surveys.crowds import make_wave
from tests.surveys.sealing import sealed_file
from tests.surveys.waves import short
from tests.world import World

KARIM = frozenset({"karim"})
SETTINGS = {"mode": "named", "min_group": "7", "readers": "curator", "version": "1"}
FULL = {"MET": ["yes"], "MARK": ["7"]}


def dress_modes(world: World) -> dict[str, Any]:
    """A wave in each school that a member of the cast has answered, and a file of one who could not."""
    props: dict[str, Any] = {"answered": {}}
    for number, school, who in ((1, world.school_1, "misha"), (2, world.school_2, "yana")):
        wave = make_wave(school, short(), title="Отзывы о занятиях", family="Былой")
        invitation = _invite(wave, world.person(who).id)
        submit_response(Actor.guest(), invitation, FULL, f"modes-{number}")
        waiting = make_wave(school, short(), title="Отзывы о встречах", family="Будущий")
        other = _invite(waiting, world.person(who).id)
        props["answered"][who] = invitation.public_id
        props |= {f"answered {number}": token_of(invitation), f"files {number}": waiting.public_id}
        props |= {f"waits {number}": token_of(other), f"file {number}": _file(other)}
    return props


def _file(invitation: SurveyInvitation) -> bytes:
    return sealed_file(invitation.public_id, {"NOTE": (1, ["Из файла"]), "MARK": (1, ["5"])})


def _answered(which: str) -> Script:
    """The address of somebody's submitted questionnaire: bare for the person, signed for whoever holds the link."""
    return lambda stage, who: Call(url={"token": stage.props["answered"].get(which) or stage.props[which]})


def _badly_signed(which: str) -> Script:
    """The same address with another signature."""
    return lambda stage, who: Call(url={"token": f"{stage.props[which][:-2]}xx"})


def _with_file(token: str, file: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        return Call(url={"token": stage.props[token]}, body={"file": _sent(stage, file)})

    return script


def _to_wave(wave: str, file: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        return Call(url={"public_id": stage.props[wave]}, body={"file": _sent(stage, file)})

    return script


def _sent(stage: Stage, file: str) -> tuple[Again, str]:
    return (Again(stage.props[file]), "ответы.json")


def _forged(stage: Stage, who: str) -> Call:
    return Call(url={"token": stage.props["waits 1"][:-2] + "xx"}, body={"file": _sent(stage, "file 1")})


WITHDRAWAL = Example(
    opens=EVERYBODY,
    cases=(
        own(frozenset({"misha"}), _answered("misha")),
        foreign("path", frozenset({"yana"}), _answered("yana")),
        Case(name="signed", who=EVERYBODY | {CLOSED}, call=_answered("answered 1")),
        Case(name="forged", who=NONE, call=_badly_signed("answered 1"), guest="hidden"),
    ),
)
MODES: dict[str, Example] = {
    "GET surveys.trust": _personal(),
    "GET surveys.confirm_withdrawal": WITHDRAWAL,
    "POST surveys.withdraw": WITHDRAWAL,
    "GET surveys.own_file": _personal(),
    "POST surveys.bring_own_file": Example(
        opens=EVERYBODY,
        cases=(
            own(EVERYBODY | {CLOSED}, _with_file("waits 1", "file 1")),
            foreign("file", NONE, _with_file("waits 1", "file 2"), guest="422", otherwise="422"),
            foreign("path", NONE, _forged, guest="hidden"),
        ),
    ),
    "GET surveys.wave_settings": _of_wave(ASSIGN_1, ASSIGN_2),
    "POST surveys.save_wave_settings": _of_wave(ASSIGN_1, ASSIGN_2, **SETTINGS),
    "GET surveys.answer_files": _of_wave(LINKS_1, KARIM),
    "POST surveys.bring_files": Example(
        opens=LINKS_1 | KARIM,
        cases=(
            own(LINKS_1, _to_wave("files 1", "file 1")),
            foreign("path", KARIM, _to_wave("files 2", "file 2")),
        ),
    ),
}
