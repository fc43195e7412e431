"""Examples of the endpoints of one room: imports."""

import io
from typing import Any

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.files import store
from portal.core.jobs import JobState
from portal.imports.actions import (
    Loading,
    ask_for_loading,
    begin_loading,
    choose_columns,
    finish_loading,
    make_preview,
    upload_table,
)
from portal.imports.models import ImportBatch
from portal.imports.reading import Table
from portal.people import columns as names
from portal.people.models import Organization
from tests.house.asked import NONE, Example, Script, foreign, open_to, own
from tests.house.stage import Call, Stage
from tests.world import World

KEY = "k" * 32
HEADINGS = [names.FAMILY_NAME, names.GIVEN_NAME, names.PATRONYMIC, names.BIRTH_ON, names.KIND, names.POST,
            names.REPRESENTATIVE_FAMILY_NAME]  # fmt: skip


def rows_of(state: str) -> list[list[str]]:
    """One new person with a representative, one question and one error; the names differ from batch to batch."""
    family = {"uploaded": "Принесённый", "previewed": "Проверенный", "done": "Готовый", "stopped": "Остановленный",
              "sent": "Присланный"}[state]  # fmt: skip
    return [
        [family, "Артём", "Таблицевич", "01.02.1990", "Работает", "Учитель", ""],
        [family, "Артём", "Таблицевич", "", "Работает", "Методист", ""],
        ["", "Безымянный", "", "", "Работает", "Учитель", ""],
    ]


# Who imports in school 1, and in school 2: curator and secretary of a school, operator and administrator of the town.
FIRST = frozenset({"kira", "sonya", "olga", "admin"})
SECOND = frozenset({"karim", "olga", "admin"})
OPENS = FIRST | SECOND


def dress_imports(world: World) -> dict[str, Any]:
    """Put on the stage what these examples speak of; returns its public ids."""
    props: dict[str, Any] = {"school_1 public": world.school_1.public_id, "school_2 public": world.school_2.public_id}
    for number, who, school in ((1, "kira", world.school_1), (2, "karim", world.school_2)):
        actor = world.actor(who)
        props[f"import {number} uploaded"] = _uploaded(actor, school).public_id
        props[f"import {number} previewed"] = _previewed(actor, school).public_id
        props[f"import {number} done"] = _done(actor, school).public_id
        props[f"import {number} stopped"] = _stopped(actor, school).public_id
    return props


class Again(io.BytesIO):
    """A file that can be sent more than once: the fault loop sends the same form many times."""

    def close(self) -> None:
        self.seek(0)


def _csv(state: str) -> io.BytesIO:
    return Again("\n".join(";".join(row) for row in [HEADINGS, *rows_of(state)]).encode())


def _uploaded(actor: Actor, school: Organization, state: str = "uploaded") -> ImportBatch:
    file = store(_csv(state), f"таблица: {school.short_name}.csv")
    return upload_table(actor, "people", school.id, file, _table(state))


def _previewed(actor: Actor, school: Organization, state: str = "previewed") -> ImportBatch:
    batch = _uploaded(actor, school, state)
    choose_columns(actor, batch, {place: key for key, place in batch.mapping.items()}, {})
    make_preview(actor, batch, _table(state))
    return batch


def _done(actor: Actor, school: Organization) -> ImportBatch:
    batch = _previewed(actor, school, "done")
    begin_loading(actor, batch)
    loading = Loading(actor, batch)
    while loading.step():
        pass
    finish_loading(actor, batch)
    return batch


def _stopped(actor: Actor, school: Organization) -> ImportBatch:
    batch = _previewed(actor, school, "stopped")
    begin_loading(actor, batch)
    job = ask_for_loading(actor, batch)
    job.state, job.finished_at = JobState.PARKED, clock.now()
    db.session.flush()
    return batch


def _table(state: str) -> Table:
    return Table("", list(HEADINGS), list(enumerate(rows_of(state), 2)))


def _batch(number: int, state: str, **more: Any) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[f"import {number} {state}"], **more.get("url", {})},
                                   body=more.get("body", {}))  # fmt: skip


def _one(state: str, **more: Any) -> Example:
    return Example(
        opens=OPENS,
        cases=(own(FIRST, _batch(1, state, **more)), foreign("path", SECOND, _batch(2, state, **more))),
    )


def _upload(stage: Stage, who: str) -> Call:
    return Call(body={"kind": "people", "organization": stage.props["school_1 public"], "submission_key": KEY,
                      "file": (_csv("sent"), "ещё.csv")})  # fmt: skip


def _upload_elsewhere(stage: Stage, who: str) -> Call:
    call = _upload(stage, who)
    return Call(body={**call.body, "organization": stage.props["school_2 public"]})


def _form_of(school: int) -> Script:
    return lambda stage, who: Call(query={"kind": "people", "organization": stage.props[f"school_{school} public"]})


def _template(stage: Stage, who: str) -> Call:
    return Call(query={"kind": "people"})


def _no_template(stage: Stage, who: str) -> Call:
    return Call(query={"kind": "nothing"})


_COLUMNS = {f"column_{place}": key for place, key in enumerate(
    ("family_name", "given_name", "patronymic", "birth_on", "kind", "post", "parent_family_name"))}  # fmt: skip

IMPORTS: dict[str, Example] = {
    "GET imports.index": open_to(OPENS).showing(
        lambda stage: {"таблица_ Колледж.csv": FIRST, "таблица_ Школа № 12.csv": SECOND}
    ),
    "GET imports.new": Example(opens=OPENS, cases=(own(FIRST, _form_of(1)), foreign("query", SECOND, _form_of(2)))),
    "POST imports.create": Example(
        opens=OPENS, cases=(own(FIRST, _upload), foreign("field", SECOND, _upload_elsewhere))
    ),
    "GET imports.template": Example(opens=OPENS, cases=(own(OPENS, _template), foreign("query", NONE, _no_template))),
    "GET imports.columns": _one("uploaded"),
    "POST imports.match": _one("uploaded", body=_COLUMNS),
    "GET imports.show": _one("previewed"),
    "GET imports.errors": _one("previewed"),
    "POST imports.answer": _one("previewed", url={"number": 3}, body={"answer": "new"}),
    "POST imports.go_on": _one("stopped"),
    "GET imports.confirm_removal": _one("previewed"),
    "POST imports.remove": _one("previewed"),
    "GET imports.confirm": _one("previewed"),
    "POST imports.load": _one("previewed", body={"submission_key": KEY}),
    "GET imports.confirm_undo": _one("done"),
    "POST imports.undo": _one("done", body={"submission_key": KEY}),
}
