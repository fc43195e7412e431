"""Whether the portal is whole and safe to run: what `portal check` says and what keeps production from starting."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask

from portal.accounts.queries import demo_account_exists
from portal.core import audit, audit_tail, migrations, sqlite
from portal.core.db import db, is_sqlite, read_apart
from portal.core.i18n import _
from portal.core.sqlite import OLDEST_SAFE
from portal.settings import UnsafeSettings

FULL = 2
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `problem` is empty where it is well."""

    about: str
    problem: str = ""


def examine() -> list[Finding]:
    """Everything that `portal check` looks at, slow checks included."""
    with read_apart():
        findings = [Finding(_("Миграции"), _migrations_problem())]
        if findings[0].problem:
            return findings
        findings += [Finding(about, problem) for about, problem in _storage_problems()]
        findings.append(Finding(_("Целостность базы"), _integrity_problem()))
        findings.append(Finding(_("Цепочка журнала"), _chain_problem()))
        findings.append(Finding(_("Конец журнала"), audit_tail.tail_problem()))
    return findings


def unsafe_in_production() -> list[str]:
    """Why production must not start on this database, in words (reliability A11). Quick: it runs at each start."""
    with read_apart():
        problems = [_migrations_problem()]
        if not problems[0]:
            problems += [problem for _about, problem in _storage_problems()]
            problems.append(demo_problem())
    return [problem for problem in problems if problem]


def refuse_unsafe(app: Flask) -> None:
    """Raise UnsafeSettings where this is production and the database is not safe to run on."""
    if not app.extensions["settings"].is_production:
        return
    with app.app_context():
        problems = unsafe_in_production()
    if problems:
        raise UnsafeSettings("\n".join(problems))


def demo_problem() -> str:
    """Demo sign-ins are known to everybody."""
    if demo_account_exists():
        return _("В базе есть демонстрационные входы с известным паролем. Закройте их или начните с пустой базы.")
    return ""


def _migrations_problem() -> str:
    current = migrations.current_revision()
    if current == migrations.wanted_revision():
        return ""
    if current is None:
        return _("База пуста. Выполните portal init.")
    return _("База на ревизии %(current)s, программе нужна %(wanted)s. Выполните portal init.",
             current=current, wanted=migrations.wanted_revision())  # fmt: skip


def _storage_problems() -> Iterator[tuple[str, str]]:
    if is_sqlite():
        yield _("Версия SQLite"), sqlite_problem(sqlite.driver().sqlite_version_info)
        yield _("Запись на диск"), synchronous_problem(db.session.scalar(sa.text("PRAGMA synchronous")) or 0)
    else:
        shown = {name: str(db.session.scalar(sa.text(f"SHOW {name}"))) for name in DURABLE}
        yield _("Запись на диск"), postgres_problem(shown)


def sqlite_problem(version: tuple[int, ...]) -> str:
    """SQLite before 3.51.3 may damage a WAL file."""
    if version >= OLDEST_SAFE:
        return ""
    return _("SQLite %(version)s может повредить базу. Нужна 3.51.3 или новее: установите пакет pysqlite3.",
             version=".".join(map(str, version)))  # fmt: skip


def synchronous_problem(level: int) -> str:
    """Below FULL an acknowledged answer is lost in a power cut."""
    return "" if level >= FULL else _("SQLite пишет без подтверждения диска (synchronous ниже FULL).")


def postgres_problem(shown: dict[str, str]) -> str:
    """The same promise on PostgreSQL."""
    off = [name for name, value in shown.items() if value == "off"]
    return (
        _("PostgreSQL: включите %(names)s, иначе ответы теряются при сбое питания.", names=", ".join(off))
        if off
        else ""
    )


def _integrity_problem() -> str:
    if not is_sqlite():
        return ""
    said = db.session.scalar(sa.text("PRAGMA integrity_check"))
    broken = db.session.execute(sa.text("PRAGMA foreign_key_check")).all()
    if said != "ok":
        return _("База повреждена: %(said)s. Восстановите копию.", said=said)
    return _("Связи таблиц нарушены, строк: %(n)s.", n=len(broken)) if broken else ""


def _chain_problem() -> str:
    broken = audit.broken_link()
    return _("Запись журнала № %(n)s изменена после того, как её запечатали.", n=broken) if broken else ""
