"""The few statements by which answers and counters are written: their number does not grow with the questionnaire."""

import random
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from portal.core.db import db, is_sqlite, run_on_table, upsert
from surveys.items import Value
from surveys.models import Answer, AnswerCount, Participation, Response, SurveyInvitation
from surveys.results import release

# Tables, not models: rows go in as they are, without a detour through the session.
_ANSWER, _COUNT, _RESPONSE = Answer.__table__, AnswerCount.__table__, Response.__table__
_INVITATION: Any = SurveyInvitation.__table__
_WAITS_NO_MORE = sa.update(_INVITATION).where(_INVITATION.c.id == sa.bindparam("invitation")).values(is_waiting=False)


def put_response(row: dict[str, Any]) -> None:
    """Insert the response or renew it; `row` names its columns."""
    changing = tuple(name for name in row if name not in ("id", "started_at"))
    upsert(_RESPONSE, row, keys=("id",), changing=changing)


def put_answers(response_id: str, answers: Mapping[str, Value]) -> None:
    """Insert the answers or replace them, all in one statement."""
    if not answers:
        return
    rows = [{"response_id": response_id, "item_code": code, "value": value} for code, value in sorted(answers.items())]
    upsert(_ANSWER, rows, keys=("response_id", "item_code"), changing=("value",))


def drop_answers(response_id: str, codes: Collection[str]) -> None:
    """Remove answers that the person took back."""
    if codes:
        db.session.execute(
            sa.delete(Answer).where(Answer.response_id == response_id, Answer.item_code.in_(sorted(codes)))
        )


def drop_response(response_id: str) -> None:
    """Remove a draft with its answers."""
    db.session.execute(sa.delete(Response).where(Response.id == response_id))


def note_participation(invitation_id: int, submitted_on: Any) -> bool:
    """Record that the invitation was used; False when somebody was quicker."""
    row = {"invitation_id": invitation_id, "submitted_on": submitted_on}
    return upsert(Participation.__table__, row, keys=("invitation_id",)) == 1


def wait_no_more(invitation_id: int) -> None:
    """Take a named invitation out of the index of those who have not answered."""
    run_on_table(_WAITS_NO_MORE, {"invitation": invitation_id})


def scatter_participation(assignment_id: int) -> None:
    """Write the facts of participation of a wave anew, in a random order and by one transaction.

    A database may remember which rows were written together; afterwards no answer shares that with its person.
    """
    of_wave = sa.select(SurveyInvitation.id).where(SurveyInvitation.assignment_id == assignment_id)
    taken = sa.select(Participation.invitation_id, Participation.submitted_on).where(
        Participation.invitation_id.in_(of_wave)
    )
    rows = [dict(row) for row in db.session.execute(taken).mappings()]
    if rows:
        random.SystemRandom().shuffle(rows)
        db.session.execute(sa.delete(Participation).where(Participation.invitation_id.in_(of_wave)))
        db.session.execute(sa.insert(Participation.__table__), rows)  # type: ignore[arg-type]


def sort_responses_by_chance(assignment_ids: Collection[int]) -> None:
    """Lay responses and answers in the order of their random ids, where a database keeps rows as they came.

    Sign-ins are in the order of time; responses in that order beside them would tell who wrote what. On SQLite these
    tables are kept by their key anyway. PostgreSQL notes besides which transaction wrote a row: those of these waves
    are written anew, all by one. It locks each table for the while, so this is for the night only.
    """
    if not is_sqlite():
        mine = sa.select(_RESPONSE.c.id).where(_RESPONSE.c.assignment_id.in_(assignment_ids))
        db.session.execute(sa.update(Response).where(Response.id.in_(mine)).values(state=Response.state))
        db.session.execute(sa.update(Answer).where(Answer.response_id.in_(mine)).values(item_code=Answer.item_code))
        for table in (_RESPONSE, _ANSWER, Participation.__table__):
            db.session.execute(sa.text(f"CLUSTER {table.name} USING {table.primary_key.name}"))  # type: ignore[attr-defined]


def count_submission(assignment_id: int, counts: Mapping[tuple[str, str], int], *, responses: int = 1) -> None:
    """Add one submitted response, or several at once, to the counters of the wave.

    The responses stand in the table by now. The row of the wave comes first and the counters in one order, so
    writers of one wave wait and never deadlock. Readers without names see the change from the next release on.
    """
    step = release.count_in(assignment_id, responses)
    _count(assignment_id, counts)
    release.release(step)


def uncount_submission(assignment_id: int, counts: Mapping[tuple[str, str], int], *, was_released: bool) -> None:
    """Take one response that is withdrawn off the counters; its own rows are the caller's, before or after.

    `was_released` says whether its `batch` was set. Readers without names see the change together with those of
    k other people; a tag and a hidden name of its answers go with the rows. What nobody says any more is forgotten.
    """
    step = release.count_out(assignment_id, was_released=was_released)
    _count(assignment_id, {key: -n for key, n in counts.items()})
    db.session.execute(sa.delete(AnswerCount).where(AnswerCount.assignment_id == assignment_id, AnswerCount.n <= 0))
    release.release(step)


def _count(assignment_id: int, counts: Mapping[tuple[str, str], int]) -> None:
    rows = [
        {"assignment_id": assignment_id, "item_code": code, "value": value, "n": n}
        for (code, value), n in sorted(counts.items())
    ]
    upsert(_COUNT, rows, keys=("assignment_id", "item_code", "value"), adding=("n",))


def packet_number(clients: Mapping[str, Any], client: str) -> int:
    """The last packet that was taken from this page, 0 for a page not heard of."""
    return int(clients[client][0]) if client in clients else 0


def with_packet(clients: Mapping[str, Any], client: str, seq: int, *, remembered: int = 30) -> dict[str, Any]:
    """The pages heard of, this packet noted; the oldest pages are forgotten."""
    latest = max((int(turn) for _seq, turn in clients.values()), default=0) + 1
    noted = {**clients, client: [seq, latest]} if client else dict(clients)
    kept = sorted(noted.items(), key=lambda entry: int(entry[1][1]))[-remembered:]
    return dict(kept)
