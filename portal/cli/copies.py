"""Commands that make a copy of the portal and bring it back."""

import argparse
import json
from pathlib import Path

from portal.admin.queries import BACKUP_NOTE
from portal.cli.console import Stop, complain, opened, say
from portal.cli.data import migrate, sync
from portal.core import backup as copies
from portal.core import migrations
from portal.core.audit_tail import note_tail
from portal.core.db import db
from portal.core.i18n import _, ru_number
from portal.privacy.restoring import replay


def backup(args: argparse.Namespace) -> None:
    """Make a copy, verify it and note when."""
    target = Path(args.file).resolve()
    with opened() as app:
        if migrations.current_revision() is None:
            raise Stop(_("База пуста, копировать нечего."))
        db.session.rollback()
        made = copies.write_backup(target)
        note = app.extensions["settings"].var / BACKUP_NOTE
        note.write_text(json.dumps({"at": made.made_at, "file": target.name}), encoding="utf-8")
    say(_("Копия готова и проверена: %(file)s, строк %(rows)s, файлов %(files)s",
          file=target.name, rows=ru_number(sum(made.counts.values())), files=ru_number(len(made.files))))  # fmt: skip
    say(_("Ключ PORTAL_SECRET_KEY храните отдельно: без него напечатанные ссылки на анкеты не откроются."))
    if made.missing_files:
        complain(_("Файлов, которых нет в хранилище: %(n)s", n=len(made.missing_files)))


def restore(args: argparse.Namespace) -> None:
    """Bring a copy back; a database with people in it is replaced only when told so."""
    source = Path(args.file).resolve()
    if not source.exists():
        raise Stop(_("Нет такого файла: %(file)s", file=args.file))
    with opened():
        if not args.replace and not copies.is_empty():
            raise Stop(_("В базе уже есть данные. Сделайте их копию и повторите с --replace."))
        db.session.rollback()
        brought = copies.restore_backup(source)
        migrate()
        sync()
        replayed = replay()
        note_tail(is_restored=True)
        db.session.rollback()
    say(_("Восстановлено: строк %(rows)s, файлов %(files)s, копия от %(day)s",
          rows=ru_number(sum(brought.counts.values())), files=ru_number(len(brought.files)),
          day=brought.made_at[:16].replace("T", " ")))  # fmt: skip
    say(_("Стирания из журнала: %(known)s, копия вернула и стёрто снова: %(again)s",
          known=ru_number(replayed.known), again=ru_number(replayed.again)))  # fmt: skip
    if not replayed.known:
        complain(_("Журнала стираний нет или он пуст. Если данные стирали, верните var/erasures.jsonl и повторите."))
