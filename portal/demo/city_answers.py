"""Answers of a crowd: a few hundred invented forms a questionnaire, drawn again and again, written in batches."""

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from portal.core.db import db, new_public_id
from portal.demo.answers import Respondent
from surveys.counting import response_counts
from surveys.definitions import QuestionnaireDefinition
from surveys.items import Value
from surveys.models import Answer, Mode, Participation, Response, ResponseState
from surveys.packets import read_packet
from surveys.records import count_submission
from surveys.scoring import block_scores
from surveys.secrets import link_code, receipt_code

FORMS = 200  # different forms a questionnaire; whoever answers after them repeats one
BATCH_ROWS = 5_000
PAUSE = 0.001  # seconds between transactions, for whoever waits in the queue of writers
Row = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """One filled-in form with everything that follows from it."""

    answers: dict[str, Value]
    counts: Counter[tuple[str, str]]
    scores: dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """An invitation, as far as an answer needs it."""

    id: int
    public_id: str
    person_id: int


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """A wave whose invited people answer between two moments."""

    wave_id: int
    version_id: int
    organization_id: int
    mode: Mode
    zone: str
    begins: datetime
    ends: datetime

    @cached_property
    def _tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def day(self, moment: datetime) -> date:
        """The day of the moment where the organisation is."""
        return moment.astimezone(self._tz).date()


def invent_forms(
    definition: QuestionnaireDefinition, *, seed: str, grown: bool, today: date, wanted: int
) -> list[Form]:
    """At most FORMS complete forms, the same for the same seed."""
    forms = []
    for number in range(min(FORMS, wanted)):
        fields = Respondent(f"{seed}/{definition.code}/{number}", grown=grown).fill(definition, today)
        answers = read_packet(definition, fields).answers
        scores = {code: score.value for code, score in block_scores(definition, answers).items()}
        forms.append(Form(answers, response_counts(definition, answers), scores))
    return forms


def submit_all(crowd: Crowd, asked: Sequence[Asked], forms: Sequence[Form], chance: random.Random) -> None:
    """Everybody asked submits one of the forms. Rows and counters of a batch are one transaction.

    The random ids come in their order, so that a batch touches few pages of the tables.
    """
    keys = sorted(new_public_id() for _one in asked)
    drawn = chance.choices(forms, k=len(asked))
    widest = max((len(form.answers) for form in forms), default=1)
    step = max(1, BATCH_ROWS // widest)
    for start in range(0, len(asked), step):
        part = slice(start, start + step)
        _submit(crowd, list(zip(keys[part], asked[part], drawn[part], strict=True)), chance)
        db.session.commit()
        time.sleep(PAUSE)


def begin_drafts(crowd: Crowd, asked: Sequence[Asked], forms: Sequence[Form], chance: random.Random) -> None:
    """People who answered the first questions of a named wave and put it aside."""
    responses, answers = [], []
    for person in asked:
        key, form = new_public_id(), chance.choice(forms)
        responses.append(_response(crowd, key) | {
            "invitation_id": person.id, "state": ResponseState.DRAFT, "started_at": _moment(crowd, chance),
        })  # fmt: skip
        answers += [_answer(key, code, form.answers[code]) for code in list(form.answers)[:3]]
    _insert(responses, answers, [])
    db.session.commit()


def _submit(crowd: Crowd, batch: Sequence[tuple[str, Asked, Form]], chance: random.Random) -> None:
    responses, answers, parts = [], [], []
    counts = Counter[tuple[str, str]]()
    for key, asked, form in batch:
        moment = _moment(crowd, chance)
        said = _named(asked, moment, chance) if crowd.mode == Mode.NAMED else _unnamed(crowd, asked)
        responses.append(_response(crowd, key) | {"state": ResponseState.SUBMITTED, "scores": form.scores} | said)
        answers += [_answer(key, code, value) for code, value in form.answers.items()]
        taken_on = crowd.day(moment) if crowd.mode == Mode.NAMED else None
        parts.append({"invitation_id": asked.id, "submitted_on": taken_on})
        counts.update(form.counts)
    _insert(responses, answers, sorted(parts, key=lambda row: row["invitation_id"]))
    count_submission(crowd.wave_id, counts, responses=len(batch))


def _response(crowd: Crowd, key: str) -> Row:
    return {
        "id": key, "assignment_id": crowd.wave_id, "version_id": crowd.version_id, "invitation_id": None,
        "started_at": None, "submitted_at": None, "receipt": None, "link_code": None, "withdrawal": None,
        "clients": {}, "typed": {}, "scores": {},
    }  # fmt: skip


def _named(asked: Asked, moment: datetime, chance: random.Random) -> Row:
    started = moment - timedelta(seconds=chance.randint(60, 900))
    receipt = receipt_code(asked.public_id)
    return {"invitation_id": asked.id, "started_at": started, "submitted_at": moment, "receipt": receipt}


def _unnamed(crowd: Crowd, asked: Asked) -> Row:
    """The first day of the wave and nothing finer; in the linked mode what is kept of a private code."""
    joined = link_code(crowd.organization_id, f"demo {asked.person_id}") if crowd.mode == Mode.LINKED else None
    return {"submitted_at": datetime.combine(crowd.day(crowd.begins), time_of_day(), UTC), "link_code": joined}


def _moment(crowd: Crowd, chance: random.Random) -> datetime:
    return crowd.begins + (crowd.ends - crowd.begins) * chance.random()


def _answer(key: str, code: str, value: Value) -> Row:
    return {"response_id": key, "item_code": code, "value": value}


def _insert(responses: Sequence[Row], answers: Sequence[Row], parts: Sequence[Row]) -> None:
    """Tables, not models: rows go in as they are."""
    for model, rows in ((Response, responses), (Answer, answers), (Participation, parts)):
        if rows:
            db.session.execute(sa.insert(model.__table__), list(rows))  # type: ignore[arg-type]
