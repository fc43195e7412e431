"""Examples of the builder: drafts of own questionnaires, whoever edits them, and whose they are not."""

from dataclasses import replace
from typing import Any

from portal.core.db import db
from surveys.building.drafts import begin_copy, begin_revision, change_draft, definition_of, draft_of
from surveys.building.head_form import head_of
from surveys.building.views.desks import digest
from surveys.mapping import from_mapping
from surveys.models import Questionnaire
from surveys.storage import publish_questionnaire
from tests.house.asked import NONE, Case, Example, Script, foreign, own
from tests.house.stage import SYSTEM, Call, Stage
from tests.surveys.waves import SHORT
from tests.world import World

BUILD_1 = frozenset({"kira", "mark"})
BUILD_2 = frozenset({"karim"})
BUILD = BUILD_1 | BUILD_2 | {"olga"}
DRAFT_1, DRAFT_2 = "Черновик колледжа", "Черновик школы двенадцать"


def dress_building(world: World) -> dict[str, Any]:
    """A published questionnaire of each school with a draft of its next version, and one of school 1 without."""
    props: dict[str, Any] = {}
    for name, school, title in (("1", world.school_1, DRAFT_1), ("2", world.school_2, DRAFT_2)):
        made = _published(school, f"building_{name}", title)
        draft = begin_revision(SYSTEM, made)
        change_draft(SYSTEM, draft, replace(definition_of(draft), intro=f"{title}: вступление"), "вступление")
        props[f"draft head {name}"] = digest(head_of(definition_of(draft)))
        props |= {f"draft {name}": made.public_id, f"draft version {name}": str(draft.version)}
        props[f"published {name}"] = _published(school, f"building_done_{name}", f"Готово {name}").public_id
    blank = begin_copy(SYSTEM, world.school_1, _last(world), "Ещё не опубликована")
    assert draft_of(blank.id)
    db.session.flush()
    return props


def _published(school: Any, code: str, title: str) -> Questionnaire:
    definition = replace(from_mapping({**SHORT, "code": code}), title=title)
    return publish_questionnaire(SYSTEM, definition, organization=school).questionnaire


def _last(world: World) -> Any:
    return publish_questionnaire(
        SYSTEM, from_mapping({**SHORT, "code": "building_source"}), organization=world.school_1
    )


def _draft(which: str, prop: str = "draft", **body: str) -> Script:
    """A page or a deed of one draft; `code` and `VERSION` in the body are filled from the stage."""

    def script(stage: Stage, who: str) -> Call:
        marks = {"VERSION": stage.props[f"draft version {which}"], "HEAD": stage.props[f"draft head {which}"]}
        said = {name: marks.get(value, value) for name, value in body.items() if name != "code_in_path"}
        url = {"public_id": stage.props[f"{prop} {which}"]}
        if "code_in_path" in body:
            url["code"] = body["code_in_path"]
        return Call(url=url, body=said)

    return script


def _of_draft(prop: str = "draft", **body: str) -> Example:
    return Example(
        opens=BUILD,
        cases=(own(BUILD_1, _draft("1", prop, **body)), foreign("path", BUILD_2, _draft("2", prop, **body))),
    )


def _item(**body: str) -> Example:
    return _of_draft(code_in_path="MARK", **body)


def _wave(which: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[f"wave {which}"]})


def _source(prop: str) -> Script:
    return lambda stage, who: Call(query={"from": stage.props[prop]})


def _create(**props: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        return Call(body={"title": "Своя анкета", "submission_key": "key-building",
                          **{name: stage.props[prop] for name, prop in props.items()}})  # fmt: skip

    return script


def _take(questionnaire: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        return Call(url={"public_id": stage.props["draft 1"]},
                    body={"questionnaire": stage.props[questionnaire], "code": "MET"})  # fmt: skip

    return script


BUILDING: dict[str, Example] = {
    "GET surveys.new_questionnaire": Example(
        opens=BUILD,
        cases=(own(BUILD, _source("library")), foreign("query", BUILD_2, _source("of school 2"))),
    ),
    "POST surveys.create_questionnaire": Example(
        opens=BUILD,
        cases=(
            own(BUILD, _create()),
            Case(name="own copy", who=BUILD, call=_create(source="library")),
            foreign("field", BUILD_2, _create(source="of school 2")),
            foreign("field", BUILD_2, _create(organization="organization 2")),
        ),
    ),
    "GET surveys.edit": Example(
        opens=BUILD,
        cases=(
            own(BUILD_1, _draft("1")),
            foreign("path", BUILD_2, _draft("2")),
            Case(name="own without a draft", who=BUILD_1, call=_draft("1", "published")),
            foreign("path", BUILD_2 | {"olga"}, _wave("there")),
        ),
        shows=lambda stage: {DRAFT_1: BUILD_1, DRAFT_2: NONE},
    ),
    "POST surveys.revise": _of_draft("published"),
    "GET surveys.settings": _of_draft(),
    "POST surveys.save_settings": _of_draft(title="Другое название", seen="HEAD"),
    "GET surveys.new_item": _of_draft(),
    "POST surveys.add_item": _of_draft(kind="yesno", text="Всё понятно?"),
    "GET surveys.edit_item": _item(),
    "POST surveys.save_item": _item(kind="scale10", line="add:0@option", text="Иначе?"),
    "POST surveys.place_item": _item(intent="up"),
    "GET surveys.condition": _item(),
    "POST surveys.change_condition": _item(intent="add", question="MET", operator="equals", value="yes"),
    "GET surveys.blocks": _of_draft(),
    "POST surveys.save_blocks": _of_draft(),
    "GET surveys.bank": _of_draft(),
    "POST surveys.take_question": Example(
        opens=BUILD,
        cases=(
            own(BUILD_1, _take("library")),
            foreign("path", NONE, _draft("2", questionnaire="", code="MET")),
            foreign("field", NONE, _take("of school 2")),
        ),
    ),
    "GET surveys.preview": _of_draft(),
    "POST surveys.try_answers": _of_draft(MET="yes"),
    "POST surveys.undo": _of_draft(step="1"),
    "GET surveys.confirm_publication": _of_draft(),
    "POST surveys.publish": _of_draft(version="VERSION"),
    "GET surveys.confirm_discard": _of_draft(),
    "POST surveys.discard": _of_draft(version="VERSION"),
    "GET surveys.confirm_retirement": _of_draft("published"),
    "POST surveys.retire": _of_draft("published"),
    "POST surveys.restore": _of_draft("published"),
}
