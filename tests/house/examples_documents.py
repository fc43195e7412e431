"""Examples of documents: a draft, one on signature and a signed one of the college, of school 2 and of the town."""

import io
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.documents import actions as documents
from portal.documents.actions import Named
from portal.documents.content import AgendaItem, Content
from portal.documents.kinds import Layout
from portal.documents.models import Acquaintance, Document
from portal.documents.paper import layout_of
from portal.documents.registry import SOURCES, Fresh
from portal.people.models import Organization, Person
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, Shows, foreign, open_to, own
from tests.house.examples_imports import Again
from tests.house.stage import EVERYBODY, SIGNED_IN, SYSTEM, Call, Stage
from tests.world import World

TODAY = NOW.date()
ADMIN = frozenset({"admin"})
READ_1 = frozenset({"kira", "lida", "denis", "sonya", "galya", "mark"}) | ADMIN
READ_2 = frozenset({"karim"}) | ADMIN
READ_0 = frozenset({"olga", "dina"}) | ADMIN
READ = READ_1 | READ_2 | READ_0
EDIT_1, EDIT_2, EDIT_0 = frozenset({"kira", "denis", "sonya", "mark"}), frozenset({"karim"}), frozenset({"olga"})
EDIT = EDIT_1 | EDIT_2 | EDIT_0
SIGN_1 = frozenset({"kira", "denis", "sonya"})
SIGN = SIGN_1 | EDIT_2 | EDIT_0
KNOW_SCHOOLS = frozenset({"olga", "dina"}) | ADMIN  # who sees every organisation of the town
TITLES = {"here": "Бумага-колледжа", "there": "Бумага-школы", "town": "Бумага-города"}
SAID = Content(items=("Поручить.",), agenda=(AgendaItem(title="О базе", decided="Утвердить"),), chair="Громов Д. А.",
               secretary="Соколова К. А.", present=("Орлова Н. П.",))  # fmt: skip

FED = "order_mentee_base"  # a kind that a room above makes from its data
SOURCES.setdefault(FED, lambda document: Fresh(content=SAID))


def dress_documents(world: World) -> dict[str, Any]:
    """Documents in each state here and there; Нина and Вера are asked to read one each."""
    props: dict[str, Any] = {}
    for place, home, named in (
        ("here", world.school_1, world.nina), ("there", world.school_2, world.vera),
        ("town", world.school_0, world.olga),
    ):  # fmt: skip
        props[f"home of documents {place}"] = home.public_id
        props[f"paper draft {place}"] = _made(home, named, TITLES[place]).public_id
        if place == "town":
            continue
        waiting, signed, protocol = (
            _made(home, named, TITLES[place]), _made(home, named, TITLES[place]),
            _made(home, named, TITLES[place], "protocol"),
        )  # fmt: skip
        fed = _made(home, named, TITLES[place], FED)
        for each in (waiting, signed, protocol):
            documents.send_to_signature(SYSTEM, each)
        scan = (io.BytesIO(b"%PDF-1.4\n%%EOF"), "scan.pdf")
        for each in (signed, protocol):
            documents.register(SYSTEM, each, registered_on=TODAY, scan=scan if each is signed else None)
        props |= {f"paper waiting {place}": waiting.public_id, f"paper signed {place}": signed.public_id,
                  f"paper protocol {place}": protocol.public_id, f"paper fed {place}": fed.public_id,
                  f"paper reader {place}": named.public_id,
                  f"paper reading {place}": _reading(signed, named)}  # fmt: skip
    return props


def _made(home: Organization, named: Person, title: str, kind: str = "order_curators") -> Document:
    people = [Named(person=named)] if kind != "protocol" else []
    made = documents.issue_document(SYSTEM, kind, home, title=title, people=people, content=SAID)
    documents.edit_draft(SYSTEM, made, title=title, content=SAID, signatory=named, signatory_post="Директор")
    return made


def _reading(document: Document, person: Person) -> str:
    mine = sa.select(Acquaintance.public_id).where(
        Acquaintance.document_id == document.id, Acquaintance.person_id == person.id
    )
    return db.session.execute(mine).scalar_one()


def _at(prop: str, **body: Any) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, body=_filled(stage, body))


def _filled(stage: Stage, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: said() if callable(said) else str(stage.props[said[1:]]) if said[:1] == "@" else said
        for name, said in fields.items()
    }


def _of(state: str, here: frozenset[str], there: frozenset[str], opens: frozenset[str], **body: Any) -> Example:
    """A page or a deed with the document in this state: the college's and the school's; who only reads is refused."""
    return Example(
        opens=opens,
        cases=(
            own(here, _at(f"paper {state} here", **body), sees=READ_1),
            foreign("path", there, _at(f"paper {state} there", **body), sees=READ_2),
        ),
    )


def _read(state: str) -> Example:
    return _of(state, READ_1, READ_2, READ)


def _edit(state: str, **body: Any) -> Example:
    return _of(state, EDIT_1, EDIT_2, EDIT, **body)


def _sign(state: str, **body: Any) -> Example:
    return _of(state, SIGN_1, EDIT_2, SIGN, **body)


def _set(url: dict[str, str], **body: Any) -> Example:
    """A page or a deed with the settings of an organisation."""

    def of(place: str) -> Script:
        def call(stage: Stage, who: str) -> Call:
            return Call(url={"organization_id": stage.props[f"home of documents {place}"], **url},
                        body=_filled(stage, body))  # fmt: skip

        return call

    return Example(
        opens=SIGN,
        cases=(
            own(SIGN_1, of("here"), sees=SIGN_1 | KNOW_SCHOOLS),
            foreign("path", EDIT_2, of("there"), sees=EDIT_2 | KNOW_SCHOOLS),
        ),
    )


def _template() -> Any:
    return Again(layout_of(Layout.ORDER)), "template.docx"


def _scan() -> Any:
    return Again(b"%PDF-1.4\n%%EOF"), "scan.pdf"


def _titles(stage: Stage) -> dict[str, frozenset[str]]:
    return {TITLES["here"]: READ_1, TITLES["there"]: READ_2, TITLES["town"]: READ_0}


def _readings(stage: Stage) -> dict[str, frozenset[str]]:
    return {stage.props["paper reading here"]: frozenset({"nina"}),
            stage.props["paper reading there"]: frozenset({"vera"})}  # fmt: skip


def _own_reading(**body: Any) -> Example:
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"nina"}), _at("paper reading here", **body)),
            foreign("path", frozenset({"vera"}), _at("paper reading there", **body)),
        ),
    )


def _new(place: str) -> Script:
    return lambda stage, who: Call(body=_filled(stage, {"organization": f"@home of documents {place}", **NEW}))


def _amends(place: str) -> Script:
    return lambda stage, who: Call(query={"amends": stage.props[f"paper signed {place}"]})


def _amended(place: str, who: frozenset[str]) -> Shows:
    """The form keeps whose paper is amended only if the reader works with it."""
    return lambda stage: {f'name="amends" value="{stage.props[f"paper signed {place}"]}"': who}


def _found(place: str, who: frozenset[str]) -> Case:
    return Case(
        name=f"papers {place}",
        who=SIGNED_IN,
        call=lambda stage, who: Call(query={"q": TITLES[place]}),
        shows=lambda stage: {f"/documents/{stage.props[f'paper signed {place}']}": who},
    )


NEW = {"kind": "order_other", "title": "О деле", "body": "", "amends": "", "submission_key": "document-key-1"}
KIND = {"kind": "order_curators"}
SERIES = {"series": "orders"}
DOCUMENTS: dict[str, Example] = {
    "GET documents.index": open_to(READ, shows=_titles),
    "GET documents.download": open_to(READ, shows=_titles),
    "GET documents.new": open_to(EDIT).asking(
        *(Case(name=f"amends a paper {place}", who=EDIT, call=_amends(place), shows=_amended(place, who))
          for place, who in (("here", EDIT_1), ("there", EDIT_2)))
    ),
    "POST documents.create": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, _new("here"), asked=EDIT_1 | {"misha"}),
            foreign("field", NONE, _new("there"), asked=EDIT_1, otherwise="422"),
        ),
    ),
    "GET documents.show": Example(
        opens=READ,
        cases=(
            own(READ_1, _at("paper signed here")),
            foreign("path", READ_2, _at("paper signed there")),
            Case(name="of the town", who=READ_0, call=_at("paper draft town")),
        ),
    ),
    "GET documents.docx": _read("signed"),
    "GET documents.printed": _read("draft"),
    "GET documents.scan": _read("signed"),
    "GET documents.edit": _edit("draft"),
    "POST documents.update": _edit("draft", title="О деле", items="Поручить.", version="2"),
    "POST documents.refresh": _edit("fed"),
    "GET documents.people": _edit("draft"),
    "POST documents.put": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, _at("paper draft here", person="@paper reader here", note="дело"), sees=READ_1),
            foreign("path", EDIT_2, _at("paper draft there", person="@paper reader there"), sees=READ_2),
            foreign("field", NONE, _at("paper draft here", person="@paper reader there"), asked=EDIT_1, sees=NONE),
        ),
    ),
    "POST documents.drop": _edit("draft", person="@paper reader here"),
    "POST documents.send": _edit("draft"),
    "POST documents.give_back": _edit("waiting"),
    "POST documents.extract": _edit("protocol", question="1"),
    "GET documents.confirm_registration": _sign("waiting"),
    "POST documents.register": _sign("waiting", registered_on="20.11.2026"),
    "GET documents.confirm_cancellation": _edit("draft"),
    "POST documents.end": _edit("draft", reason="Не нужен"),
    "GET documents.confirm_publication": _edit("signed"),
    "POST documents.publish": _edit("signed", open="1"),
    "GET documents.choose_scan": _sign("signed"),
    "POST documents.keep_scan": _sign("signed", file=_scan),
    "GET documents.acquaintance": _edit("signed"),
    "POST documents.ask": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, _at("paper signed here", person="@paper reader here"), sees=READ_1),
            foreign("path", EDIT_2, _at("paper signed there", person="@paper reader there"), sees=READ_2),
            foreign("field", NONE, _at("paper signed here", person="@paper reader there"), asked=EDIT_1, sees=NONE),
        ),
    ),
    "POST documents.remind": _edit("signed"),
    "GET documents.templates": open_to(SIGN),
    "GET documents.template": _set(KIND),
    "POST documents.upload_template": _set(KIND, file=_template),
    "GET documents.template_file": _set(KIND),
    "POST documents.drop_template": _set(KIND),
    "GET documents.numbering": _set(SERIES),
    "POST documents.set_numbering": _set(SERIES, mode="auto", suffix="-од", last=""),
    "GET own_documents.index": open_to(SIGNED_IN, shows=_readings),
    "GET own_documents.show": _own_reading(),
    "POST own_documents.acknowledge": _own_reading(),
    "GET papers.show": Example(
        opens=EVERYBODY,
        cases=(
            own(EVERYBODY, _at("paper signed here"), guest="in"),
            foreign("path", NONE, _at("paper draft there"), guest="hidden"),
        ),
    ),
}  # fmt: skip
DOCUMENT_LISTS: dict[str, tuple[Case, ...]] = {
    "GET search.index": (_found("here", READ_1), _found("there", READ_2)),
    "GET home.index": (
        Case(name="papers to register", who=EVERYBODY, shows=lambda stage: {
            "Документы ждут регистрации": SIGN_1 | EDIT_2}),
    ),
}  # fmt: skip
