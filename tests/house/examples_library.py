"""Examples of the library and of open pages: a material of each school and of the town, one open to everybody."""

import io
from datetime import date
from typing import Any

from portal.core.db import db
from portal.library import actions
from portal.library.actions import Body, Facts
from portal.library.kinds import Facet, MaterialKind
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, foreign, open_to, own
from tests.house.examples_practices import _at, _with
from tests.house.stage import EVERYBODY, SIGNED_IN, Call, Stage
from tests.world import World

READ_2 = frozenset({"karim", "vera", "yana"})
CITY = frozenset({"olga", "dina", "admin"})
READ_1 = SIGNED_IN - READ_2 - CITY
OLGA = frozenset({"olga"})
EDITORS = frozenset({"kira", "karim", "mark", "olga"})
EDIT_1, EDIT_2 = frozenset({"kira", "mark"}), frozenset({"karim"})
# Нина and Вера are editors of the site too, by the examples of accounts.
KEEPERS = EDITORS | {"denis", "egor", "nina", "vera"}
KEEP_1, KEEP_2 = EDIT_1 | {"denis", "egor", "nina"}, EDIT_2 | {"vera"}
ACQUAINT = EDITORS | {"denis"}
NEWCOMERS = frozenset({"nina", "misha", "pasha", "vera", "yana"})
KEY = {"submission_key": "key-1"}
FACTS = {"kind": "memo", "title": "Памятка", "version": "1"}


def dress_library(world: World) -> dict[str, Any]:
    """Materials that newcomers are asked to read, open pages of which one is opened, a piece of news of each school."""
    props: dict[str, Any] = {}
    places = {
        "here": ("kira", world.school_1),
        "there": ("karim", world.school_2),
        "town": ("olga", world.municipality),
    }
    for side, (who, place) in places.items():
        facts = Facts(
            kind=MaterialKind.MEMO, title=f"Памятка-{side}", chosen={Facet.STAGE: ["6"]}, for_mentors=True,
            for_mentees=True, newcomers_since=date(2020, 1, 1), review_on=NOW.date(),
        )  # fmt: skip
        upload = (io.BytesIO(b"a,b\n"), "memo.csv")
        made = actions.add_material(world.actor(who), place, facts, Body(text="Текст", upload=upload))
        props[f"material {side}"] = made.public_id
        props[f"home {side}"] = place.public_id
        actions.save_section(
            world.actor(who), place, None, about="О нас", post="", phone="", email="", is_open=side != "there"
        )
        item = actions.publish_news(world.actor(who), place, title=f"Новость-{side}", text="Текст", on=NOW.date())
        db.session.flush()
        props[f"news {side}"] = item.public_id
    facts = Facts(kind=MaterialKind.MEMO, title="Открытая-памятка", chosen={}, is_public=True)
    props["material open"] = actions.add_material(
        world.actor("karim"), world.school_2, facts, Body(text="Текст")
    ).public_id
    return props


def _titles(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Памятка-here": READ_1, "Памятка-there": READ_2, "Памятка-town": SIGNED_IN, "Открытая-памятка": EVERYBODY}


def _readable(**more: Any) -> Example:
    return Example(
        opens=EVERYBODY,
        cases=(
            own(READ_1, _at("material here", more=more), guest="hidden"),
            foreign("path", READ_2, _at("material there", more=more), guest="hidden"),
        ),
    )


def _edited(**body: str) -> Example:
    return Example(
        opens=EDITORS,
        cases=(
            own(EDIT_1, _at("material here", **body), sees=READ_1),
            foreign("path", EDIT_2, _at("material there", **body), sees=READ_2),
        ),
    )


def _kept(**body: str) -> Example:
    return Example(
        opens=KEEPERS,
        cases=(
            own(KEEP_1, _at("home here", **body), sees=READ_1 | CITY),
            foreign("path", KEEP_2, _at("home there", **body), sees=READ_2 | CITY),
        ),
    )


def _news(**body: str) -> Example:
    return Example(
        opens=KEEPERS,
        cases=(own(KEEP_1, _at("news here", **body)), foreign("path", KEEP_2, _at("news there", **body))),
    )


_NEWS = {"title": "Новость", "text": "Текст", "published_on": "20.11.2026", **KEY}
LIBRARY: dict[str, Example] = {
    "GET library.index": open_to(EVERYBODY, shows=_titles),
    "GET library.show": _readable(),
    "GET library.version": _readable(number="1"),
    "GET library.file": _readable(number="1"),
    "GET library.new": open_to(EDITORS),
    "POST library.create": Example(
        opens=EDITORS,
        cases=(
            own(EDIT_1, _with(**FACTS, **KEY, text="Текст", organization="@home here"),
                asked=EDIT_1 | {"misha", "guest"}),
            foreign("field", NONE, _with(**FACTS, **KEY, text="Текст", organization="@home town"), asked=EDIT_1,
                    otherwise="422"),
        ),
    ),
    "GET library.edit": _edited().asking(
        foreign("town", frozenset({"olga"}), _at("material town"), sees=SIGNED_IN),
    ),
    "POST library.update": _edited(**FACTS),
    "GET library.new_version": _edited(),
    "POST library.add_version": _edited(change_note="Уточнено", text="Второй текст", **KEY),
    "GET library.confirm_archive": _edited(),
    "POST library.archive": _edited(deed="archive"),
    "POST library.confirm": Example(
        opens=NEWCOMERS,
        cases=(
            own(NEWCOMERS - READ_2, _at("material here"), sees=READ_1),
            foreign("path", NEWCOMERS & READ_2, _at("material there"), sees=READ_2),
        ),
    ),
    "GET library.readings": Example(
        opens=EDITORS | {"denis"},
        cases=(
            own(EDIT_1 | {"denis"}, _at("material here"), sees=READ_1),
            foreign("path", EDIT_2, _at("material there"), sees=READ_2),
            Case(name="of the town", who=ACQUAINT, call=_at("material town"), sees=SIGNED_IN, asked=ACQUAINT,
                 shows=lambda stage: {"Орлова Нина": EDIT_1 | {"denis"}, "Зимина Вера": EDIT_2, "0 из 5": OLGA}),
        ),
    ),
    "GET sections.index": open_to(EVERYBODY),
    "GET sections.show": Example(
        opens=EVERYBODY,
        cases=(
            own(EVERYBODY, _at("home here")),
            foreign("path", NONE, _at("home there"), guest="hidden"),
        ),
    ),
    "GET sections.edit": _kept(),
    "POST sections.update": _kept(about="О программе", version="1"),
    "GET sections.new_news": _kept(),
    "POST sections.add_news": _kept(**_NEWS),
    "GET sections.edit_news": _news(),
    "POST sections.update_news": _news(**_NEWS, version="1"),
    "POST sections.put_news": _news(deed="archive"),
}  # fmt: skip
LIBRARY_LISTS: dict[str, tuple[Case, ...]] = {
    "GET search.index": (
        Case(name="materials found", who=SIGNED_IN, call=lambda stage, who: Call(query={"q": "памятка"}),
             shows=lambda stage: {f"/library/{stage.props[f'material {side}']}": who for side, who in (
                 ("here", READ_1), ("there", READ_2), ("town", SIGNED_IN))}),
    ),
    "GET home.index": (
        Case(name="materials to review", who=EVERYBODY, shows=lambda stage: {
            f"/library/{stage.props[f'material {side}']}/edit": who for side, who in (
                ("here", EDIT_1), ("there", EDIT_2), ("town", frozenset({"olga"})))}),
    ),
}  # fmt: skip
