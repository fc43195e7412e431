"""Commands about the data of one person: everything in one file, and its erasure with an act."""

import argparse
import shutil
from pathlib import Path

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.cli.console import Stop, opened, say
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.files import open_file
from portal.core.i18n import _
from portal.people.models import Person
from portal.privacy.actions.erasures import carry_out, propose
from portal.privacy.cleaning import clean_up
from portal.privacy.packages import make_package
from portal.privacy.queries.places import operator_of

SYSTEM = Actor.system("command line")


def export(args: argparse.Namespace) -> None:
    """Write the access package of a person to a file."""
    target = Path(args.file or f"personal-data-{args.person}.zip")
    with opened():
        person = _person(args.person)
        organization = operator_of(person, SYSTEM.time_zone)
        package = make_package(person, organization.time_zone if organization else SYSTEM.time_zone)
        with open_file(package) as stream, target.open("wb") as written:
            shutil.copyfileobj(stream, written)
        db.session.rollback()  # the file belongs to whoever asked for it, the portal keeps none
        audit.record(SYSTEM, AuditEvent.DATA_PACKAGED, _person(args.person))
        db.session.commit()
    say(_("Пакет данных: %(file)s", file=target))


def erase(args: argparse.Namespace) -> None:
    """Erase a person and say which act proves it."""
    with opened():
        person = _person(args.person)
        organization = operator_of(person, SYSTEM.time_zone)
        if organization is None:
            raise Stop(_("Этот человек не состоял ни в одной организации: стирать некому."))
        reason = args.reason or _("Требование субъекта")
        try:
            [entry] = propose(SYSTEM, organization, [person], reason=reason, with_papers=args.with_papers)
            number = entry.number
            carry_out(SYSTEM, entry)
        except Refusal as refusal:
            raise Stop(refusal.message) from refusal
        db.session.commit()
        clean_up()
    say(_("Данные стёрты. Акт № %(number)s.", number=number))


def _person(public_id: str) -> Person:
    found = db.session.scalars(sa.select(Person).where(Person.public_id == public_id)).one_or_none()
    if found is None:
        raise Stop(_("Такого человека нет: %(key)s", key=public_id))
    return found
