"""Commands that fill the database: migrations, reference data, the search index, the demo town."""

import argparse
from importlib import import_module, util
from typing import Any

import sqlalchemy as sa

from portal.cli.console import Stop, opened, progress, say
from portal.core.db import db
from portal.core.i18n import _
from portal.people.models import Person


def init(args: argparse.Namespace) -> None:
    """Bring an empty or older database to this version."""
    from portal.core import migrations
    from portal.core.audit_tail import note_tail

    with opened():
        is_new = migrations.current_revision() is None
        db.session.rollback()
        migrate()
        sync()
        if is_new:  # what was noted of an earlier database says nothing about this one
            note_tail(is_restored=True)
            db.session.rollback()
        say(_("База готова."))
        if not has_people():
            say(_("Следующий шаг: portal create-admin ПОЧТА"))


def migrate() -> None:
    """Apply the missing migrations; a database of a newer version is refused."""
    from portal.core import migrations
    from portal.core.migrations import upgrade

    current = migrations.current_revision()
    db.session.rollback()
    if current == migrations.wanted_revision():
        return
    if current is not None and current not in migrations.known_revisions():
        raise Stop(_("База новее программы (ревизия %(revision)s). Обновите программу.", revision=current))
    upgrade()
    db.session.remove()


def sync() -> dict[str, int]:
    """Load the reference data of all rooms."""
    import portal.rooms  # noqa: F401 — rooms register what they bring along
    from portal.core.reference import sync_all

    return sync_all()


def sync_reference(args: argparse.Namespace) -> None:
    """Tell what changed, by name."""
    with opened():
        for name, changed in sync().items():
            say(_("%(name)s: изменено записей %(n)s", name=name, n=changed))
        say(_("Справочники обновлены."))


def rebuild_search(args: argparse.Namespace) -> None:
    """Index everything anew."""
    from portal.core.search import registry

    with opened():
        done = registry.rebuild(lambda label, n: progress(f"{label}: {n}"))
        say(_("В указателе поиска записей: %(n)s", n=done))


def load_demo(args: argparse.Namespace) -> None:
    """The demo town, or the city around it, in an empty database."""
    with opened() as app:
        if app.extensions["settings"].is_production:
            raise Stop(_("В рабочем режиме демонстрационные данные не загружаются."))
        migrate()
        sync()
        if has_people():
            raise Stop(_("В базе уже есть люди. Демонстрационные данные загружаются только в пустую базу."))
        if not build_town(size=args.size, seed=args.seed):
            raise Stop(_("В этой сборке демонстрационных данных нет."))
        say(_("Демонстрационные данные загружены."))


def build_town(*, size: str = "town", seed: int | None = None) -> bool:
    """Build the town, or the city around it, and commit; False where this build has none."""
    if not util.find_spec("portal.demo.load"):
        return False
    options: dict[str, Any] = {} if seed is None else {"seed": seed}
    if size == "city":
        import_module("portal.demo.city").load_city(progress=progress, **options)
    else:
        import_module("portal.demo.load").load_town(**options)
    db.session.commit()
    return True


def has_people() -> bool:
    """Whether anybody lives in this database."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Person.id.is_not(None)))))
