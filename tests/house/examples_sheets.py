"""Examples of papers: blanks, scanned stacks, ticking, the curator's table, information campaigns."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from PIL import Image

from portal.consents.actions.campaigns import open_campaign
from portal.consents.actions.sheets import print_sheets
from portal.consents.actions.stacks import SORT
from portal.consents.jobs import sort_stack
from portal.consents.kinds import Purpose
from portal.consents.models import ConsentSheet, ScanFile, ScanPage, ScanStack
from portal.consents.paper_kinds import Outcome, Way
from portal.consents.queries.sheets import sheet_by_code, sheets_by_name
from portal.core.db import db
from portal.core.errors import NotAllowed, NotSeen, Refusal
from portal.core.files import store
from portal.core.jobs import Job, Run
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Organization, Person
from tests.house.asked import NONE, Example, Script, foreign, open_to, own
from tests.house.stage import BEGAN_ON, PEOPLE, SYSTEM, Call, Stage
from tests.world import World

RECORD_1 = frozenset({"kira", "sonya"})
RECORD_2 = frozenset({"karim"})
RECORD = RECORD_1 | RECORD_2 | {"gleb"}  # gleb leads the group of the cast, nobody new is in it
RUN_1 = frozenset({"kira", "mark"})
RUN = RUN_1 | RECORD_2 | {"gleb"}
HERE, THERE = "Бумажников", "Чужелистов"
TOLD_HERE, TOLD_THERE = "Рассказ колледжа", "Рассказ школы"


def dress_sheets(world: World) -> dict[str, Any]:
    """In each school a group of one adult with a printed sheet, a stack with its scan, and a campaign."""
    props: dict[str, Any] = {}
    printed: dict[str, ConsentSheet] = {}
    for place, school, family, title in (
        ("here", world.school_1, HERE, TOLD_HERE),
        ("there", world.school_2, THERE, TOLD_THERE),
    ):
        group = people.add_group(SYSTEM, school, name=f"Л-{family[:3]}", course=1, starts_on=BEGAN_ON)
        person = _learner(school, group, family)
        batch = print_sheets(SYSTEM, school, [person], [Purpose.PARTICIPATION], group=group)
        sheet = db.session.scalars(sa.select(ConsentSheet).where(ConsentSheet.batch_id == batch.id)).one()
        printed[place] = sheet
        stack, page, unread = _stack(school, sheet)
        crowd = f"group.{group.public_id}"
        campaign = open_campaign(
            SYSTEM, school, title=title, body="О программе.", way=Way.MEETING, parts=[crowd], starts_on=BEGAN_ON
        )
        props |= {
            f"crowd {place}": crowd, f"paper person {place}": person.public_id, f"batch {place}": batch.public_id,
            f"stack {place}": stack.public_id, f"page {place}": page.public_id, f"unread {place}": unread.public_id,
            f"campaign {place}": campaign.public_id, f"paper school {place}": school.public_id,
            f"staff {place}": f"staff.{school.public_id}",
        }  # fmt: skip
    for place, school in (("here", world.school_1), ("there", world.school_2)):
        spare = _learner(school, world.town.groups[1], "Запасных", is_in_group=False)
        batch = print_sheets(SYSTEM, school, [spare], [Purpose.PARTICIPATION])
        code = sa.select(ConsentSheet.code).where(ConsentSheet.batch_id == batch.id)
        props[f"code {place}"] = db.session.scalars(code).one()
    _stack_2, _page_2, unread = _stack(world.school_1, printed["here"], world.person("gleb"))
    return {**props, "unread of gleb": unread.public_id}


def _learner(school: Organization, group: Group, family: str, is_in_group: bool = True) -> Person:
    person = people.add_person(
        SYSTEM, family_name=family, given_name="Лев", birth_on=date(2001, 1, 1), email=f"{len(family)}@example.org"
    )
    kind = MembershipKind.LEARNER if is_in_group else MembershipKind.SPECIALIST
    people.add_membership(
        SYSTEM, person, school, kind=kind, starts_on=BEGAN_ON, group=group if is_in_group else None
    )  # fmt: skip
    return person


def _stack(school: Organization, sheet: ConsentSheet, by: Person | None = None) -> tuple[ScanStack, ScanPage, ScanPage]:
    """A sorted stack of two pages: the sheet, and one that could not be read."""
    stack = ScanStack(organization_id=school.id, uploaded_by_id=by.id if by else None)
    db.session.add(stack)
    db.session.flush()
    file = ScanFile(stack_id=stack.id, name="стопка.pdf", pages=2)
    db.session.add(file)
    db.session.flush()
    pages = []
    for place, outcome in ((1, Outcome.FOUND), (2, Outcome.UNREAD)):
        picture = store(io.BytesIO(_picture()), f"{place}.jpg", made_here=True)
        page = ScanPage(
            stack_id=stack.id, scan_file_id=file.id, place=place, file_id=picture.id, outcome=outcome,
            sheet_id=sheet.id if outcome is Outcome.FOUND else None,
        )  # fmt: skip
        db.session.add(page)
        db.session.flush()
        pages.append(page)
    return stack, pages[0], pages[1]


def _picture() -> bytes:
    made = io.BytesIO()
    Image.new("L", (20, 20), 255).save(made, "JPEG")
    return made.getvalue()


def _at(prop: str, **body: str) -> Script:
    """The address of an object of the stage; fields that name a prop get its value."""
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, body=_filled(stage, body))


def _with(**body: str) -> Script:
    return lambda stage, who: Call(body=_filled(stage, body))


def _asking(**query: str) -> Script:
    return lambda stage, who: Call(query=_filled(stage, query))


def _filled(stage: Stage, fields: dict[str, str]) -> dict[str, Any]:
    return {name: stage.props.get(value, value) for name, value in fields.items()}


def _of(prop: str, here: frozenset[str], there: frozenset[str], opens: frozenset[str], **body: str) -> Example:
    """A page or a deed of one object: who may with the one of school 1, who with the one of school 2."""
    return Example(
        opens=opens,
        cases=(own(here, _at(f"{prop} here", **body)), foreign("path", there, _at(f"{prop} there", **body))),
    )


def _choosing(script: Any, place: str, **fields: str) -> Example:
    """A page or a deed that names its crowd in the query or in a field."""
    return Example(
        opens=RECORD,
        cases=(
            own(RECORD_1, script(crowd="crowd here", **fields)),
            foreign(place, RECORD_2, script(crowd="crowd there", **fields)),
        ),
    )


class _Scan(io.BytesIO):
    """A picture that is sent again and again: closing it only winds it back."""

    def close(self) -> None:
        self.seek(0)


def _upload(school: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        body = {"organization": stage.props[school], "submission_key": "key-1"}
        return Call(body={**body, "scans": (_Scan(_picture()), "скан.jpg")})

    return script


def _more_scans(which: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        scans = (_Scan(_picture()), "скан.jpg")
        return Call(url={"public_id": stage.props[f"stack {which}"]}, body={"scans": scans})

    return script


def _verdicts(which: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        seen = {f"v.{stage.props[f'page {which}']}": "signed"}
        return Call(url={"public_id": stage.props[f"stack {which}"]}, body=seen)

    return script


def _ticks(which: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        name = f"participation.{stage.props[f'paper person {which}']}.o"
        body = {"crowd": stage.props[f"crowd {which}"], "purposes": "participation", "signed_on": "20.11.2026"}
        return Call(body={**body, name: "refused"})

    return script


_PRINT = {"purposes": "participation", "person": "", "submission_key": "key-1"}
_CAMPAIGN = {
    "title": "О программе", "body": "Что это даёт.", "way": "meeting", "starts_on": "20.11.2026",
    "submission_key": "key-1",
}  # fmt: skip
_FACT = {"informed_on": "20.11.2026", "way": "meeting"}
_STRANGER = {"person": "paper person there"}

SHEETS: dict[str, Example] = {
    "GET consents.sheets": open_to(
        RECORD, shows=lambda stage: {stage.props["batch here"]: RECORD_1, stage.props["batch there"]: RECORD_2}
    ),
    "GET consents.new_sheets": _choosing(_asking, "query").showing(lambda stage: {HERE: RECORD_1, THERE: NONE}),
    "POST consents.print_batch": Example(
        opens=RECORD,
        cases=(
            own(RECORD_1, _with(**{**_PRINT, "crowd": "crowd here", "person": "paper person here"})),
            foreign("field", RECORD_2, _with(**{**_PRINT, "crowd": "crowd there", "person": "paper person there"})),
            foreign("list", NONE, _with(**{**_PRINT, "crowd": "crowd here", "person": "paper person there"})),
        ),
    ),
    "GET consents.batch": _of("batch", RECORD_1, RECORD_2, RECORD).showing(lambda stage: {HERE: RECORD_1}),
    "GET consents.stacks": open_to(
        RECORD,
        shows=lambda stage: {stage.props["stack here"]: RECORD_1, stage.props["stack there"]: RECORD_2},
    ),
    "POST consents.upload": Example(
        opens=RECORD,
        cases=(
            own(RECORD_1 | {"gleb"}, _upload("paper school here")),
            foreign("field", RECORD_2, _upload("paper school there")),
        ),
    ),
    "GET consents.stack": _of("stack", RECORD_1, RECORD_2, RECORD).showing(lambda stage: {HERE: RECORD_1}),
    "POST consents.add_scans": Example(
        opens=RECORD, cases=(own(RECORD_1, _more_scans("here")), foreign("path", RECORD_2, _more_scans("there")))
    ),
    "POST consents.accept": Example(
        opens=RECORD, cases=(own(RECORD_1, _verdicts("here")), foreign("path", RECORD_2, _verdicts("there")))
    ),
    "POST consents.undo": _of("stack", RECORD_1, RECORD_2, RECORD),
    "GET consents.scan": Example(
        opens=RECORD,
        cases=(
            own(RECORD_1 | {"gleb"}, _at("unread of gleb")),  # who is in nobody's group is offered to him as little
            foreign("path", RECORD_1, _at("page here")),
            foreign("path", RECORD_2, _at("page there")),
        ),
        shows=lambda stage: {HERE: RECORD_1, THERE: NONE},
    ),
    "GET consents.scan_image": _of("page", RECORD_1, RECORD_2, RECORD),
    "POST consents.match": Example(
        opens=RECORD,
        cases=(
            own(RECORD_1, _at("unread here", code="code here")),
            foreign("path", RECORD_2, _at("unread there", code="code there")),
        ),
    ),
    "POST consents.skip": _of("unread", RECORD_1, RECORD_2, RECORD),
    "GET consents.ticking": Example(
        opens=RECORD,
        cases=(
            own(RECORD_1, _asking(crowd="crowd here")),
            foreign("query", RECORD_2, _asking(crowd="crowd there")),
            foreign("query", RECORD_2, _asking(crowd="staff there")),
        ),
        shows=lambda stage: {HERE: RECORD_1, THERE: NONE},
    ),
    "POST consents.save_ticks": Example(
        opens=RECORD, cases=(own(RECORD_1, _ticks("here")), foreign("field", RECORD_2, _ticks("there")))
    ),
    "GET consents.table": _choosing(_asking, "query").showing(lambda stage: {HERE: RECORD_1, THERE: NONE}),
    "POST consents.inform_chosen": Example(
        opens=RUN,
        cases=(
            own(RUN_1, _with(person="paper person here", campaign="campaign here")),
            foreign("field", NONE, _with(person="paper person here", campaign="campaign there")),
            foreign("list", NONE, _with(**_STRANGER, campaign="campaign here")),
        ),
    ),
    "POST consents.remind_chosen": Example(
        opens=RECORD,
        cases=(
            own(RECORD_1, _with(person="paper person here", organization="paper school here")),
            foreign("field", RECORD_2, _with(person="paper person there", organization="paper school there")),
        ),
    ),
    "GET campaigns.index": open_to(RUN, shows=lambda stage: {TOLD_HERE: RUN_1 | {"gleb"}, TOLD_THERE: RECORD_2}),
    "GET campaigns.new": Example(
        opens=RUN,
        cases=(
            own(RUN_1 | {"gleb"}, _asking(organization="paper school here")),
            foreign("query", RECORD_2, _asking(organization="paper school there")),
        ),
    ),
    "POST campaigns.create": Example(
        opens=RUN,
        cases=(
            own(RUN_1, _with(**_CAMPAIGN, organization="paper school here", parts="crowd here")),
            foreign("field", RECORD_2, _with(**_CAMPAIGN, organization="paper school there", parts="crowd there")),
        ),
    ),
    "GET campaigns.show": _of("campaign", RUN_1 | {"gleb"}, RECORD_2, RUN).showing(lambda stage: {HERE: RUN_1}),
    "GET campaigns.announcement": _of("campaign", RUN_1 | {"gleb"}, RECORD_2, RUN),
    "POST campaigns.record": Example(
        opens=RUN,
        cases=(
            own(RUN_1, _at("campaign here", part="crowd here", **_FACT)),
            foreign("path", RECORD_2, _at("campaign there", part="crowd there", **_FACT)),
        ),
    ),
    "POST campaigns.remove": Example(
        opens=RUN,
        cases=(
            own(RUN_1, _at("campaign here", part="crowd here")),
            foreign("path", RECORD_2, _at("campaign there", part="crowd there")),
        ),
    ),
    "POST campaigns.mail": _of("campaign", RUN_1 | {"gleb"}, RECORD_2, RUN),
}


def sort_a_stack(stage: Stage) -> Iterator[str]:
    """The job that sorts a stack, which no page runs: only who may record consents there gets its pages sorted."""
    for who in PEOPLE:
        with stage.trial(), stage.app.app_context():
            wanted = {"stack": stage.props["stack here"], "files": []}
            job = Job(id=0, kind=SORT, args=wanted, tries=1, person_id=stage.person_ids[who])
            try:
                sort_stack(Run(job, lambda: False))
                got = "in"
            except (NotSeen, NotAllowed, Refusal):
                got = "refused"
        if got != ("in" if who in RECORD_1 else "refused"):
            yield f"job of sorting for {who}: {got}"


def name_a_sheet(stage: Stage) -> Iterator[str]:
    """A code, read by the sorting or typed, names a sheet to those who may record it, and to nobody else."""
    for who in PEOPLE:
        with stage.trial(), stage.app.app_context():
            code = stage.props["code here"]
            sheet = db.session.scalars(sa.select(ConsentSheet).where(ConsentSheet.code == code)).one()
            actor = stage.app.extensions["actor_of"](stage.person_ids[who])
            got = {bool(sheets_by_name(actor, [sheet.public_id])),
                   sheet_by_code(actor, sheet.organization_id, code) is not None}  # fmt: skip
        if got != {who in RECORD_1}:
            yield f"a sheet of school 1 for {who}: {got}"


PROBES = {
    "portal.consents.jobs._stack": sort_a_stack,
    "portal.consents.queries.sheets.sheets_by_name": name_a_sheet,
    "portal.consents.queries.sheets.sheet_by_code": name_a_sheet,
}
