"""Examples of the endpoints of one room: accounts, invitations, slips, second factor, roles, the base of curators."""

from datetime import date, timedelta
from typing import Any

import pyotp
import sqlalchemy as sa

from portal.access.roles import Role
from portal.accounts import actions, second_factor
from portal.accounts.actions.invitations import issue_key
from portal.accounts.models import Purpose, RoleGrant, User
from portal.accounts.queries import account_of, invitees
from portal.core import clock, submissions
from portal.core.db import db
from portal.demo.cast import PASSWORD
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from tests.house.asked import NONE, Example, Script, foreign, open_to, own
from tests.house.stage import BEGAN_ON, EVERYBODY, GUEST, PEOPLE, SIGNED_IN, SYSTEM, Call, Stage
from tests.world import World

NEW = "утренний трамвай идёт"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OPENERS = frozenset({"kira", "gleb", "sonya", "admin", "karim"})
OF_MISHA = frozenset({"kira", "gleb", "sonya", "admin"})
APPOINTERS = frozenset({"kira", "karim", "denis", "olga", "admin"})
OVER_NINA = frozenset({"kira", "denis", "olga", "admin"})


def dress_accounts(world: World) -> dict[str, Any]:
    """Put on the stage what these examples speak of; returns its public ids."""
    newcomer = people.add_person(SYSTEM, family_name="Ёлкин", given_name="Пётр", email="elkin@demo.example")
    people.add_membership(
        SYSTEM, newcomer, world.school_1, kind=MembershipKind.LEARNER, starts_on=BEGAN_ON, group=world.group_1
    )
    quiet = people.add_person(SYSTEM, family_name="Тихонов", given_name="Лев")
    people.add_membership(
        SYSTEM, quiet, world.school_1, kind=MembershipKind.LEARNER, starts_on=BEGAN_ON, group=world.group_1
    )
    quiet_2 = people.add_person(SYSTEM, family_name="Дальний", given_name="Лев", email="far@demo.example")
    people.add_membership(
        SYSTEM, quiet_2, world.school_2, kind=MembershipKind.LEARNER, starts_on=BEGAN_ON, group=world.group_2
    )
    kira = world.actor("kira")
    grant = actions.grant_role(kira, world.nina, world.school_1, Role.EDITOR, starts_on=BEGAN_ON)
    foreign_grant = actions.grant_role(SYSTEM, world.vera, world.school_2, Role.EDITOR, starts_on=BEGAN_ON)
    curators = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.role == Role.FORM_LEAD)).all()
    until = date(2027, 8, 31)
    review = actions.review_curators(kira, world.school_1, curators, {}, until=until)
    review_2 = actions.review_curators(world.actor("karim"), world.school_2, [], {}, until=until)
    stranger = people.add_person(SYSTEM, family_name="Другов", given_name="Илья")
    people.add_membership(SYSTEM, stranger, world.school_2, kind=MembershipKind.LEARNER, starts_on=BEGAN_ON)
    return {
        "newcomer": newcomer.public_id, "quiet": quiet.public_id, "far": quiet_2.public_id,
        "misha": world.misha.public_id, "nina": world.nina.public_id, "yana": world.yana.public_id,
        "vera": world.vera.public_id, "group 1": world.group_1.public_id, "group 2": world.group_2.public_id,
        "place 1": world.school_1.public_id, "place 2": world.school_2.public_id,
        "grant": grant.public_id, "foreign grant": foreign_grant.public_id,
        "review": review.public_id, "review 2": review_2.public_id,
        "sheet of kira": actions.issue_slips(kira, invitees([quiet.id])),
        "sheet of karim": actions.issue_slips(world.actor("karim"), invitees([stranger.id])),
        "first": issue_key(SYSTEM, newcomer, Purpose.FIRST_SIGN_IN, timedelta(days=7)),
        **{f"sealed {key}": _sealed(account_of(world.person(key).id)) for key in PEOPLE},
    }  # fmt: skip


def _sealed(account: User | None) -> str:
    assert account
    return second_factor.seal_for_page(SECRET, account.id)


def _fields(**fields: str) -> Script:
    return lambda stage, who: Call(body=dict(fields))


def _session_of(stage: Stage, who: str) -> Call:
    return Call(url={"public_id": stage.sessions["nina" if who == GUEST else who]})


def _of(prop: str, **more: str) -> Script:
    """The page of the person, review or grant named by the prop; `more` are further parts of the address."""
    return lambda stage, who: Call(url={"public_id": stage.props[prop], **more})


def _asks(**names: str) -> Script:
    return lambda stage, who: Call(query={name: stage.props[prop] for name, prop in names.items()})


def _sends(prop: str = "newcomer", name: str = "person", **fields: str) -> Script:
    """A creating form about one person or group."""

    def call(stage: Stage, who: str) -> Call:
        return Call(body={name: stage.props[prop], "submission_key": submissions.new_key(), **fields})

    return call


def _deed(prop: str, deed: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[prop], "deed": deed})


def _batch(prop: str) -> Script:
    return lambda stage, who: Call(url={"batch": stage.props[prop]})


def _token(prop: str, **fields: str) -> Script:
    return lambda stage, who: Call(url={"token": stage.props.get(prop, "no-such-token")}, body=dict(fields))


def _first_code(stage: Stage, who: str) -> Call:
    code = pyotp.TOTP(SECRET).at(clock.now())
    return Call(body={"sealed": stage.props[f"sealed {'nina' if who == GUEST else who}"], "code": code})


def _appoint(prop: str, place: str, role: Role = Role.CURATOR) -> Script:
    def call(stage: Stage, who: str) -> Call:
        wanted = role if who in ("denis", "olga", "admin") else Role.METHODOLOGIST
        return Call(
            url={"public_id": stage.props[prop]},
            body={"place": f"{wanted}:{stage.props[place]}", "group": "", "starts_on": "20.11.2026", "ends_on": "",
                  "document": "Приказ № 41 от 01.09.2026", "duties": "", "label": "",
                  "submission_key": submissions.new_key()},
        )  # fmt: skip

    return call


def _looks_for(prop: str, email: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, body={"email": email})


def _ends(prop: str, person: str, day: str = "20.11.2026") -> Script:
    def call(stage: Stage, who: str) -> Call:
        return Call(
            url={"public_id": stage.props[person], "grant_id": stage.props[prop]}, body={"ends_on": day} if day else {}
        )

    return call


def _review(prop: str) -> Script:
    def call(stage: Stage, who: str) -> Call:
        return Call(body={"organization": stage.props[prop], "until": "31.08.2027",
                          "submission_key": submissions.new_key()})  # fmt: skip

    return call


_ONE_PERSON = Example(
    opens=OPENERS, cases=(own(OF_MISHA, _of("misha")), foreign("path", frozenset({"karim", "admin"}), _of("yana")))
)
_SHEET = Example(
    opens=OPENERS,
    cases=(
        own(frozenset({"kira"}), _batch("sheet of kira")),
        foreign("path", frozenset({"karim"}), _batch("sheet of karim")),
    ),
)
_ROLES = Example(
    opens=APPOINTERS,
    cases=(own(OVER_NINA, _of("nina")), foreign("path", frozenset({"karim", "olga", "admin"}), _of("vera"))),
)
_BY_TABLE = frozenset({"kira", "denis", "admin"})  # the operator gives and ends three roles only…
_OLGA = frozenset({"olga"})  # … and sees the others
_END = Example(
    opens=APPOINTERS,
    cases=(
        own(_BY_TABLE, _ends("grant", "nina", ""), sees=_OLGA),
        foreign("path", frozenset({"karim", "admin"}), _ends("foreign grant", "vera", ""), sees=_OLGA),
    ),
)
_CHOSEN = (
    own(OF_MISHA, _asks(person="newcomer")),
    foreign("query", frozenset({"karim", "admin"}), _asks(person="far")),
    foreign("group", frozenset({"karim", "admin"}), _asks(group="group 2")),
)

ACCOUNTS: dict[str, Example] = {
    "GET accounts.login": open_to(EVERYBODY),
    "POST accounts.sign_in": open_to(EVERYBODY, _fields(email="mentor@demo.example", password=PASSWORD)),
    "POST accounts.logout": open_to(EVERYBODY),
    "GET accounts.show": open_to(SIGNED_IN),
    "POST accounts.change_password": open_to(
        SIGNED_IN, _fields(old=PASSWORD, new="утренний трамвай идёт", again="утренний трамвай идёт")
    ),
    "POST accounts.end_session": Example(
        opens=SIGNED_IN,
        cases=(
            own(SIGNED_IN, _session_of),
            foreign("path", frozenset({"misha"}), lambda stage, who: _session_of(stage, "misha")),
        ),
    ),
    "POST accounts.end_other_sessions": open_to(SIGNED_IN),
    "POST accounts.switch_role": Example(
        opens=SIGNED_IN,
        cases=(
            own(SIGNED_IN, _fields(role="")),
            foreign(
                "field",
                frozenset({"karim"}),
                lambda stage, who: Call(body={"role": f"curator:{stage.props['school_2']}"}),
            ),
        ),
    ),
    "GET accounts.forgotten": open_to(EVERYBODY),
    "POST accounts.ask_for_new_password": open_to(EVERYBODY, _fields(email="nobody@demo.example")),
    "GET accounts.second_step": open_to(SIGNED_IN),
    "POST accounts.show_code": open_to(SIGNED_IN, _fields(code="000000")),
    "GET accounts.first_password": open_to(SIGNED_IN),
    "POST accounts.set_first_password": open_to(SIGNED_IN, _fields(new=NEW, again=NEW)),
    "GET accounts.confirmation": open_to(SIGNED_IN),
    "POST accounts.confirm": open_to(SIGNED_IN, _fields(password=PASSWORD)),
    "GET accounts.second_factor_page": open_to(SIGNED_IN),
    "POST accounts.begin_second_factor": open_to(SIGNED_IN, _first_code),
    "POST accounts.end_second_factor": open_to(SIGNED_IN),
    "GET accounts.email": open_to(SIGNED_IN),
    "POST accounts.change_email": open_to(SIGNED_IN, _fields(email="another@demo.example")),
    "GET accounts.invitation": Example(
        opens=EVERYBODY,
        cases=(own(EVERYBODY, _token("first")), foreign("path", NONE, _token("nothing"), guest="hidden")),
    ),
    "POST accounts.accept_invitation": Example(
        opens=EVERYBODY,
        cases=(
            own(EVERYBODY, _token("first", new=NEW, again=NEW)),
            foreign("path", NONE, _token("nothing", new=NEW, again=NEW), guest="hidden"),
        ),
    ),
    "GET accounts.new_invitations": Example(opens=OPENERS, cases=_CHOSEN),
    "POST accounts.invite_people": Example(
        opens=OPENERS,
        cases=(
            own(OF_MISHA, _sends()),
            foreign("field", frozenset({"karim", "admin"}), _sends("far")),
            foreign("group", frozenset({"karim", "admin"}), _sends("group 2", "group")),
        ),
    ),
    "GET accounts.invited": Example(opens=OPENERS, cases=_CHOSEN),
    "GET accounts.new_slips": Example(opens=OPENERS, cases=_CHOSEN),
    "POST accounts.print_slips": Example(
        opens=OPENERS,
        cases=(
            own(OF_MISHA, _sends("quiet")),
            foreign("field", frozenset({"karim", "admin"}), _sends("far")),
            foreign("group", frozenset({"karim", "admin"}), _sends("group 2", "group")),
        ),
    ),
    "GET accounts.slips": _SHEET,
    "GET accounts.person_account": _ONE_PERSON,
    "GET accounts.ask_account_deed": Example(
        opens=OPENERS,
        cases=(
            own(OF_MISHA, _deed("misha", "sign-out")),
            foreign("path", frozenset({"karim", "admin"}), _deed("yana", "close")),
        ),
    ),
    "POST accounts.do_account_deed": Example(
        opens=OPENERS,
        cases=(
            own(OF_MISHA, _deed("misha", "sign-out")),
            foreign("path", frozenset({"karim", "admin"}), _deed("yana", "close")),
        ),
    ),
    "GET accounts.person_roles": _ROLES,
    "POST accounts.appoint": Example(
        opens=APPOINTERS,
        cases=(
            own(OVER_NINA, _appoint("nina", "place 1")),
            foreign("path", frozenset({"karim", "olga", "admin"}), _appoint("vera", "place 2")),
            foreign("field", NONE, _appoint("nina", "place 2")),
        ),
    ),
    "GET accounts.choose_appointee": Example(
        opens=APPOINTERS,
        cases=(
            own(OVER_NINA, _of("place 1")),
            foreign("path", frozenset({"karim", "olga", "admin"}), _of("place 2")),
        ),
    ),
    "POST accounts.find_appointee": Example(
        opens=APPOINTERS,
        cases=(
            own(OVER_NINA, _looks_for("place 1", "elkin@demo.example")),
            foreign("path", frozenset({"karim", "olga", "admin"}), _looks_for("place 2", "far@demo.example")),
        ),
    ),
    "GET accounts.ask_end_of_role": _END,
    "POST accounts.end_role": Example(
        opens=APPOINTERS,
        cases=(
            own(_BY_TABLE, _ends("grant", "nina"), sees=_OLGA),
            foreign("path", frozenset({"karim", "admin"}), _ends("foreign grant", "vera"), sees=_OLGA),
        ),
    ),
    "GET accounts.curators": open_to(APPOINTERS).showing(
        lambda stage: {"Дополнительный Mark": OVER_NINA, "Юсупов Карим": frozenset({"karim", "olga", "admin"})}
    ),
    "GET accounts.curators_workbook": open_to(APPOINTERS).showing(
        lambda stage: {"Дополнительный Mark": OVER_NINA, "Юсупов Карим": frozenset({"karim", "olga", "admin"})}
    ),
    "GET accounts.new_review": Example(
        opens=APPOINTERS,
        cases=(
            own(OVER_NINA, _asks(organization="place 1")),
            foreign("query", frozenset({"karim", "olga", "admin"}), _asks(organization="place 2")),
        ),
    ),
    "POST accounts.review": Example(
        opens=APPOINTERS,
        cases=(
            own(OVER_NINA, _review("place 1")),
            foreign("field", frozenset({"karim", "olga", "admin"}), _review("place 2")),
        ),
    ),
    "GET accounts.show_review": Example(
        opens=APPOINTERS,
        cases=(
            own(OVER_NINA, _of("review")),
            foreign("path", frozenset({"karim", "olga", "admin"}), _of("review 2")),
        ),
    ),
}
