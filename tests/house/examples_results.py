"""Examples of the pages of results: two questions, before and after, words with their tags and hidden names."""

from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from surveys.loading import load_questionnaires
from surveys.models import Answer, Response, SurveyAssignment, SurveyInvitation
from surveys.secrets import slug
from tests.house.asked import Case, Example, Script, foreign, own
from tests.house.examples_surveys import ASSIGN_1, HERE, PAST_HERE, PAST_THERE, READERS_1, READERS_2, THERE
from tests.house.stage import Call
from tests.surveys.crowds import make_wave
from tests.world import World

KARIM, NAMED = frozenset({"karim"}), ("kira",)


def dress_results(world: World) -> dict[str, Any]:
    """An answer in people's own words in each school, and the waves that may be set beside the two of today."""
    answer = _answer(HERE)
    wave = db.session.scalars(sa.select(SurveyAssignment.id).where(SurveyAssignment.title == HERE)).one()
    return {
        "answer here": answer,
        "key here": slug("survey-text", wave, "NOTE", answer),
        "answer there": _answer(THERE),
        "wave of conclusions": _conclusions_of(world),
        "past here": _wave_id(PAST_HERE),
        "past there": _wave_id(PAST_THERE),
    }


def _conclusions_of(world: World) -> str:
    """A wave of conclusions that the psychologist of school 1 is asked to write."""
    definition = next(each for each in load_questionnaires() if each.code == "pair_compat_psychologist")
    wave = make_wave(world.school_1, definition, readers=["psychologist"], title="Заключения о парах")
    db.session.add(SurveyInvitation(assignment_id=wave.id, person_id=world.polina.id))
    wave.invited += 1
    db.session.flush()
    return wave.public_id


def _answer(title: str) -> str:
    return db.session.scalars(
        sa.select(Response.id)
        .join(SurveyAssignment, SurveyAssignment.id == Response.assignment_id)
        .join(Answer, Answer.response_id == Response.id)
        .where(SurveyAssignment.title == title, Answer.item_code == "NOTE")
        .order_by(Response.id)
        .limit(1)
    ).one()


def _wave_id(title: str) -> str:
    return db.session.scalars(sa.select(SurveyAssignment.public_id).where(SurveyAssignment.title == title)).one()


def _page(which: str, **query: str) -> Script:
    """A page of the wave of this school; values of the query that name a prop are its id."""
    return lambda stage, who: Call(
        url={"public_id": stage.props[f"wave {which}"]},
        query={name: stage.props.get(value, value) for name, value in query.items()},
    )


def _deed(which: str, answer: str, **body: str) -> Script:
    return lambda stage, who: Call(
        url={"public_id": stage.props[f"wave {which}"], "code": "NOTE"},
        body={"answer": stage.props[f"answer {answer}" if answer else "key here"], **body},
    )


def _own_deed(**body: str) -> Script:
    """Whoever reads without names meets the answer under another key than those who read names."""

    def script(stage: Any, who: str) -> Call:
        return _deed("here", "here" if who in NAMED else "", **body)(stage, who)

    return script


def _work(**body: str) -> Example:
    """What is done with one answer: by those who lead the wave, with an answer of this very wave."""
    return Example(
        opens=ASSIGN_1 | KARIM,
        cases=(
            own(ASSIGN_1, _own_deed(**body)),
            foreign("path", KARIM, _deed("there", "there", **body)),
            foreign("field", frozenset(), _deed("here", "there", **body)),
        ),
    )


RESULTS: dict[str, Example] = {
    "GET surveys.crosstab": Example(
        opens=READERS_1 | READERS_2 | {"polina"},
        cases=(
            own(READERS_1, _page("here", rows="MET", columns="MARK")),
            foreign("path", READERS_2, _page("there", rows="MET", columns="MARK")),
            Case(name="own conclusions", who=READERS_1 | {"polina"}, call=_page("of conclusions")),
        ),
    ),
    "GET surveys.comparison": Example(
        opens=READERS_1 | READERS_2 | {"polina"},
        cases=(
            own(READERS_1, _page("here", **{"with": "past here"})),
            foreign("path", READERS_2, _page("there", **{"with": "past there"})),
            foreign("query", frozenset(), _page("here", **{"with": "past there"})),
            Case(name="own conclusions", who=READERS_1 | {"polina"}, call=_page("of conclusions")),
        ),
    ),
    "POST surveys.tag": _work(name="Общее дело"),
    "POST surveys.hide": _work(words="общие дела"),
}
