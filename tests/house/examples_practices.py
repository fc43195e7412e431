"""Examples of the bank: drafts of Нина and Вера, one of each on review, one of each published and in use."""

import io
from typing import Any

from portal.core.db import db
from portal.practices import actions
from portal.practices.kinds import Evidence, Level, Section
from portal.practices.models import Practice
from portal.practices.queries import presentations_of
from portal.practices.sections import digest
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.examples_imports import Again
from tests.house.stage import EVERYBODY, SIGNED_IN, Call, Stage
from tests.practices.writing import fill
from tests.world import World

TODAY = NOW.date()
ADMIN = frozenset({"admin"})
WRITERS = frozenset(
    {"nina", "vera", "kira", "karim", "lida", "gleb", "polina", "tanya", "denis", "pavel", "mark", "olga"}
)
REVIEWERS = frozenset({"kira", "karim", "mark", "olga"})
REGISTRARS = frozenset({"kira", "karim", "lida", "gleb", "polina", "tanya", "denis", "sonya", "galya", "mark", "admin"})
WRITE_1, WRITE_2 = frozenset({"nina", "kira", "mark"}), frozenset({"vera", "karim"})
READ_1, READ_2 = WRITE_1 | {"lida", "denis"}, WRITE_2
OLGA = frozenset({"olga"})
TITLES = {"draft": "Тайная-практика", "review": "Проверяемая-практика", "open": "Открытая-практика"}


def dress_practices(world: World) -> dict[str, Any]:
    """Three practices of each school: drafted, handed in, published; the schools use each other's."""
    props: dict[str, Any] = {}
    schools = {"here": ("nina", "kira", world.school_1), "there": ("vera", "karim", world.school_2)}
    for side, (author, curator, school) in schools.items():
        for state, title in TITLES.items():
            actor = world.actor(author)
            made = actions.draft_practice(actor, school, world.person(author), title=f"{title}-{side}")
            fill(actor, made.working, title=f"{title}-{side}")
            attached = actions.add_file(actor, made.working, io.BytesIO(b"%PDF-1.4\n% 1\n%%EOF\n"), "form.pdf",
                                        description="Бланк")  # fmt: skip
            props[f"{state} practice {side}"], props[f"{state} file {side}"] = made.public_id, attached.public_id
            if state == "draft":
                props[f"seen {side}"] = digest(made.working, Section.ESSENCE)
                continue
            actions.submit_for_review(actor, made, skips_organization=False)
            if state == "open":
                actions.pass_on(world.actor(curator), made)
                actions.publish_practice(world.actor("olga"), made, evidence=Evidence.DESCRIBED, on=TODAY)
                _dress_published(world, made, side, props)
        props[f"school of {side}"] = school.public_id
    props["municipality of practices"] = world.municipality.public_id
    props["person here"], props["person there"] = world.polina.public_id, world.yana.public_id
    db.session.flush()
    return props


def _dress_published(world: World, practice: Practice, side: str, props: dict[str, Any]) -> None:
    author = world.actor("nina" if side == "here" else "vera")
    other, home = (world.actor("vera"), world.school_2) if side == "here" else (world.actor("nina"), world.school_1)
    props[f"use of {side}"] = actions.adopt(other, practice, home, starts_on=TODAY, note="").public_id
    actions.add_presentation(author, practice, held_on=TODAY, level=Level.REGION, event="Клуб")
    db.session.flush()
    props[f"presentation {side}"] = presentations_of(practice)[0].public_id
    keeper = world.actor("kira" if side == "here" else "karim")
    made = actions.make_collection(
        keeper, world.school_1 if side == "here" else world.school_2, title=f"Подборка-{side}", about=""
    )
    db.session.flush()
    props[f"collection {side}"] = made.public_id


def _at(prop: str, argument: str = "public_id", more: dict[str, str] | None = None, **body: str) -> Script:
    """The object in the path, with `more` of the path as it stands or from the props."""

    def call(stage: Stage, who: str) -> Call:
        url = {argument: stage.props[prop], **_filled(stage, more or {})}
        return Call(url=url, body=_filled(stage, body))

    return call


def _with(**body: str) -> Script:
    return lambda stage, who: Call(body=_filled(stage, body))


def _filled(stage: Stage, fields: dict[str, str]) -> dict[str, str]:
    return {name: str(stage.props[said[1:]]) if said[:1] == "@" else said for name, said in fields.items()}


def _written(state: str = "draft", more: dict[str, str] | None = None, there: dict[str, str] | None = None,
             **body: str) -> Example:  # fmt: skip
    """A page or a deed of the authors and those who keep the practices of their organisation."""
    sees = (EVERYBODY, EVERYBODY) if state == "open" else (READ_1, READ_2)
    return Example(
        opens=WRITERS,
        cases=(
            own(WRITE_1, _at(f"{state} practice here", more=more, **body), sees=sees[0]),
            foreign("path", WRITE_2, _at(f"{state} practice there", more=there or more, **body), sees=sees[1]),
        ),
    )


def _reviewed(**body: str) -> Example:
    """A page or a deed of reviewers, with practices that are handed in."""
    return Example(
        opens=REVIEWERS,
        cases=(
            own(frozenset({"kira", "mark"}) | OLGA, _at("review practice here", **body), sees=READ_1),
            foreign("path", frozenset({"karim"}) | OLGA, _at("review practice there", **body), sees=READ_2),
        ),
    )


def _kept(**body: str) -> Example:
    """A deed of those who keep a published practice."""
    return Example(
        opens=WRITERS,
        cases=(
            own(WRITE_1 | OLGA, _at("open practice here", **body), sees=EVERYBODY),
            foreign("path", WRITE_2 | OLGA, _at("open practice there", **body), sees=EVERYBODY),
        ),
    )


def _used(**body: str) -> Example:
    """What came of a use: those who wrote it down and their curators."""
    return Example(
        opens=WRITERS,
        cases=(
            own(WRITE_2, _at("use of here", **body)),
            foreign("path", WRITE_1, _at("use of there", **body)),
        ),
    )


def _readable(more: dict[str, str] | None = None, hidden: dict[str, str] | None = None) -> Example:
    """A page of a published practice, for everybody; of a draft, for those who may see it."""
    return Example(
        opens=EVERYBODY,
        cases=(
            own(EVERYBODY, _at("open practice here", more=more)),
            foreign("path", READ_1 if hidden is None else WRITE_1, _at("draft practice here", more=hidden or more),
                    guest="hidden"),
        ),
    )  # fmt: skip


def _titles(stage: Stage) -> dict[str, frozenset[str]]:
    return {f"{TITLES['open']}-here": EVERYBODY, f"{TITLES['draft']}-here": NONE, f"{TITLES['review']}-there": NONE}


def _own_titles(stage: Stage) -> dict[str, frozenset[str]]:
    return {f"{TITLES['draft']}-here": frozenset({"nina"}), f"{TITLES['draft']}-there": frozenset({"vera"})}


def _queued(stage: Stage) -> dict[str, frozenset[str]]:
    return {f"{TITLES['review']}-here": frozenset({"kira", "mark"}), f"{TITLES['review']}-there": frozenset({"karim"})}


def _offered(stage: Stage) -> dict[str, frozenset[str]]:
    """Collections to which the practice may be added."""
    return {f'<option value="{stage.props["collection here"]}"': _KEEP_1,
            f'<option value="{stage.props["collection there"]}"': _KEEP_2}  # fmt: skip


_KEY = {"submission_key": "key-1"}
_NUMBER = {"number": "1"}
_SECTION = {"name": "essence"}
_ESSENCE = {"title": "Новое имя", "summary": "Суть", "task": "Задача"}
_COLLECTION_EDITORS = frozenset({"kira", "karim", "mark", "olga"})
_KEEP_1, _KEEP_2 = frozenset({"kira", "mark"}), frozenset({"karim"})
_EDIT_COLLECTION = Example(
    opens=_COLLECTION_EDITORS,
    cases=(
        own(_KEEP_1, _at("collection here", deed="put", practice="@open practice here")),
        foreign("path", _KEEP_2, _at("collection there", deed="put", practice="@open practice here")),
        foreign("field", NONE, _at("collection there", deed="put", practice="@draft practice here"),
                asked=_KEEP_2),
    ),
)  # fmt: skip
_COLLECTION_READERS = (frozenset({"kira", "mark", "lida", "denis"}), frozenset({"karim"}))

PRACTICES: dict[str, Example] = {
    "GET practices.index": open_to(EVERYBODY, shows=_titles),
    "GET practices.show": _readable().asking(
        Case(name="collections", who=_COLLECTION_EDITORS, asked=_COLLECTION_EDITORS, call=_at("open practice here"),
             shows=_offered),
    ),
    "GET practices.versions": _readable(),
    "GET practices.changes": Example(
        opens=EVERYBODY,
        cases=(
            own(EVERYBODY, _at("open practice here", more=_NUMBER)),
            foreign("path", NONE, _at("draft practice here", more=_NUMBER), guest="hidden"),
        ),
    ),
    "GET practices.file": _readable({"file_id": "@open file here"}, {"file_id": "@draft file here"}),
    "GET practices.gaps": open_to(REVIEWERS),
    "GET practices.mine": open_to(WRITERS, shows=_own_titles),
    "GET practices.new": open_to(WRITERS),
    "POST practices.create": Example(
        opens=WRITERS,
        cases=(
            own(frozenset({"nina"}), _with(title="Новая", organization="@school of here", **_KEY),
                asked=frozenset({"nina", "guest", "zoya", "misha"})),
            foreign("field", NONE, _with(title="Новая", organization="@school of there", **_KEY),
                    asked=frozenset({"nina"}), otherwise="422"),
        ),
    ),
    "GET practices.edit": _written(),
    "POST practices.begin": _written("open"),
    "GET practices.preview": _written(),
    "GET practices.authors": _written(),
    "POST practices.join": Example(
        opens=REGISTRARS,
        cases=(
            own(_KEEP_1, _at("draft practice here", more={"person_id": "@person here"}), sees=READ_1),
            foreign("path", _KEEP_2, _at("draft practice there", more={"person_id": "@person there"}), sees=READ_2),
            foreign("person", NONE, _at("draft practice here", more={"person_id": "@person there"}),
                    sees=frozenset({"lida", "denis"})),
        ),
    ),
    "POST practices.leave": _written(
        more={"person_id": "@person here"}, there={"person_id": "@person there"}
    ),
    "GET practices.section": _written(more=_SECTION),
    "POST practices.save": Example(
        opens=WRITERS,
        cases=(
            own(WRITE_1, _at("draft practice here", more=_SECTION, seen="@seen here", **_ESSENCE), sees=READ_1),
            foreign("path", WRITE_2, _at("draft practice there", more=_SECTION, seen="@seen there", **_ESSENCE),
                    sees=READ_2),
        ),
    ),
    "GET practices.attachments": _written(),
    "POST practices.attach": Example(
        opens=WRITERS,
        cases=(
            own(WRITE_1, lambda stage, who: Call(
                url={"public_id": stage.props["draft practice here"]},
                body={"description": "Бланк", **_KEY, "file": (Again(b"%PDF-1.4\n%%EOF\n"), "a.pdf")},
            ), sees=READ_1),
            foreign("path", WRITE_2, lambda stage, who: Call(
                url={"public_id": stage.props["draft practice there"]},
                body={"description": "Бланк", **_KEY, "file": (Again(b"%PDF-1.4\n%%EOF\n"), "a.pdf")},
            ), sees=READ_2),
        ),
    ),
    "POST practices.detach": _written(more={"file_id": "@draft file here"}, there={"file_id": "@draft file there"}),
    "GET practices.check": _written(),
    "POST practices.submit": _written(),
    "GET practices.queue": open_to(REVIEWERS, shows=_queued),
    "GET practices.review": _reviewed(),
    "POST practices.remark": _reviewed(section="steps", text="Сколько это длится?", **_KEY),
    "POST practices.decide": _reviewed(decision="pass"),
    "GET practices.keeping": _kept(),
    "POST practices.confirm": _kept(),
    "POST practices.archive": _kept(reason="Так больше не работаем"),
    "GET practices.adoption": Example(
        opens=WRITERS,
        cases=(
            own(WRITERS, _at("open practice here"), sees=EVERYBODY),
            foreign("path", WRITE_1, _at("draft practice here"), sees=READ_1),
        ),
    ),
    "POST practices.adopt": Example(
        opens=WRITERS,
        cases=(
            own(frozenset({"olga"}),
                _at("open practice here", organization="@municipality of practices", starts_on="01.11.2026", **_KEY),
                asked=frozenset({"olga", "misha", "guest"}), sees=EVERYBODY),
            foreign("path", NONE, _at("draft practice here", organization="@school of there", starts_on="01.11.2026",
                                      **_KEY), asked=frozenset({"vera", "karim"})),
            foreign("field", NONE, _at("open practice here", organization="@school of here", starts_on="01.11.2026",
                                       **_KEY), asked=frozenset({"vera"}), otherwise="422"),
        ),
    ),
    "GET practices.outcome": _used(),
    "POST practices.tell": _used(outcome="helped", done="Всё"),
    "POST practices.mark": Example(
        opens=SIGNED_IN,
        cases=(
            own(SIGNED_IN, _at("open practice here", useful="1")),
            foreign("path", NONE, _at("draft practice here", useful="1"), sees=READ_1),
        ),
    ),
    "GET practices.presentations": _written("open"),
    "POST practices.present": _written("open", held_on="20.11.2026", level="region", event="Клуб", **_KEY),
    "POST practices.unpresent": _written(
        "open", more={"presentation_id": "@presentation here"}, there={"presentation_id": "@presentation there"}
    ),
    "GET collections.index": open_to(EVERYBODY, shows=lambda stage: {
        "Подборка-here": _COLLECTION_READERS[0], "Подборка-there": _COLLECTION_READERS[1]}),
    "GET collections.show": Example(
        opens=EVERYBODY,
        cases=(
            own(_COLLECTION_READERS[0], _at("collection here"), guest="hidden"),
            foreign("path", _COLLECTION_READERS[1], _at("collection there"), guest="hidden"),
        ),
    ),
    "GET collections.new": open_to(_COLLECTION_EDITORS),
    "POST collections.create": Example(
        opens=_COLLECTION_EDITORS,
        cases=(
            own(_KEEP_1, _with(title="Новая", organization="@school of here", **_KEY),
                asked=_KEEP_1 | {"misha", "guest"}),
            foreign("field", NONE, _with(title="Новая", organization="@school of there", **_KEY), asked=_KEEP_1,
                    otherwise="422"),
        ),
    ),
    "POST collections.change": _EDIT_COLLECTION,
    "POST collections.put": Example(
        opens=_COLLECTION_EDITORS,
        cases=(
            own(_KEEP_1, _with(collection="@collection here", practice="@open practice here")),
            foreign("field", _KEEP_2, _with(collection="@collection there", practice="@open practice here")),
        ),
    ),
}  # fmt: skip


def _waiting(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Практики ждут решения": frozenset({"kira", "mark", "karim"})}


PRACTICE_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (Case(name="practices to review", who=EVERYBODY, shows=_waiting),),
}
