"""Commands about who may do what: the first administrator and the table of permissions."""

import argparse
import secrets

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email

from portal.access.actor import Actor
from portal.access.matrix import matrix_text
from portal.access.roles import Role
from portal.accounts.actions import grant_role, open_account
from portal.accounts.queries import find_account
from portal.cli.console import Stop, opened, say
from portal.cli.data import migrate, sync
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.people import actions as people
from portal.people.kinds import OrganizationKind
from portal.people.models import Organization
from portal.settings import ROOT

SYSTEM = Actor.system("cli")
PERMISSIONS_PAGE = ROOT / "docs" / "permissions.md"


def create_admin(args: argparse.Namespace) -> None:
    """An administrator with a password that is shown once and must be changed."""
    email = _checked(args.email)
    family_name, _space, given_name = (args.name or _("Администратор Портала")).partition(" ")
    with opened() as app:
        migrate()
        sync()
        if find_account(email):
            raise Stop(_("Учётная запись %(email)s уже есть.", email=email))
        town = _municipality(args.organization, app.extensions["settings"].time_zone)
        person = people.add_person(SYSTEM, family_name=family_name, given_name=given_name, email=email)
        today = clock.today(town.time_zone)
        grant_role(SYSTEM, person, town, Role.ADMINISTRATOR, starts_on=today)
        password = "-".join(secrets.token_hex(3) for _part in range(4))
        open_account(SYSTEM, person, login=email, password=password).must_change_password = True
        db.session.commit()
        say(_("Учётная запись: %(email)s", email=email))
        say(_("Пароль (показан один раз, смените его после входа): %(password)s", password=password))


def access_matrix(args: argparse.Namespace) -> None:
    """The policy as a table in Russian, on the terminal or in the papers."""
    if not args.write:
        say(matrix_text())
        return
    PERMISSIONS_PAGE.parent.mkdir(exist_ok=True)
    PERMISSIONS_PAGE.write_text(matrix_text(), encoding="utf-8")
    say(_("Записано: %(path)s", path=PERMISSIONS_PAGE.relative_to(ROOT)))


def _checked(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as wrong:
        raise Stop(_("Это не почтовый адрес: %(email)s", email=email)) from wrong


def _municipality(name: str, time_zone: str) -> Organization:
    """The municipality of this portal; the first administrator brings it along."""
    kind = OrganizationKind.MUNICIPALITY
    town = db.session.scalars(
        sa.select(Organization).where(Organization.kind == kind).order_by(Organization.id).limit(1)
    ).one_or_none()
    name = name or _("Муниципалитет")
    return town or people.add_organization(SYSTEM, kind=kind, name=name, short_name=name, time_zone=time_zone)
