"""Examples of questionnaires that come from files and go into files."""

from typing import Any

from portal.core.db import db
from surveys.exchange.instruments.taking import keep_upload
from surveys.exchange.instruments.understood import Understood
from surveys.mapping import from_mapping
from tests.house.asked import Example, Script, foreign, own
from tests.house.examples_imports import Again
from tests.house.examples_surveys import ASSIGN, LIBRARY, LINKS_1
from tests.house.stage import Call
from tests.surveys.waves import SHORT
from tests.world import World

LOADS, LOADS_1, LOADS_2 = ASSIGN, LINKS_1, frozenset({"karim"})
READ_HERE = "Анкета из файла колледжа"


def dress_exchange(world: World) -> dict[str, Any]:
    """A questionnaire that was read for each school and waits for confirmation."""
    kept = {}
    for which, school in (("here", world.school_1), ("there", world.school_2)):
        read = from_mapping({**SHORT, "code": f"loaded_{which}", "title": READ_HERE})
        kept[f"upload {which}"] = keep_upload(
            school, "форма.xlsx", Understood(definition=read, draft=read, remarks=())
        ).public_id
    db.session.flush()
    return kept


def _upload(which: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[f"upload {which}"]})


def _choosing(**query: str) -> Script:
    return lambda stage, who: Call(query={name: stage.props[prop] for name, prop in query.items()})


def _sending(**props: str) -> Script:
    def script(stage: Any, who: str) -> Call:
        content = Again(b"code: sent\ntitle: Sent\nitems:\n  - {code: A, type: text, text: What}\n")
        fields = {name: stage.props[prop] for name, prop in props.items()}
        return Call(body={"file": (content, "form.yaml"), "submission_key": "key-1", **fields})

    return script


def _file(code: str, kind: str) -> Script:
    return lambda stage, who: Call(url={"code": code, "kind": kind})


EXCHANGE: dict[str, Example] = {
    "GET surveys.upload_form": Example(
        opens=LOADS,
        cases=(own(LOADS), foreign("query", LOADS_2, _choosing(organization="organization 2"))),
    ),
    "POST surveys.upload": Example(
        opens=LOADS,
        cases=(own(LOADS, _sending()), foreign("field", LOADS_2, _sending(organization="organization 2"))),
    ),
    "GET surveys.upload_preview": Example(
        opens=LOADS,
        cases=(own(LOADS_1, _upload("here")), foreign("path", LOADS_2, _upload("there"))),
        shows=lambda stage: {READ_HERE: LOADS_1},
    ),
    "POST surveys.take": Example(
        opens=LOADS, cases=(own(LOADS_1, _upload("here")), foreign("path", LOADS_2, _upload("there")))
    ),
    "GET surveys.template_file": Example(
        opens=LIBRARY,
        cases=(
            own(LIBRARY, _file("short", "xlsx")),
            foreign("path", LOADS_2, _file("of_school_2", "yaml")),
        ),
    ),
}
