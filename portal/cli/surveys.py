"""Commands of questionnaires."""

import argparse
from pathlib import Path

from portal.cli.console import opened, progress, say
from portal.core.db import db
from portal.core.i18n import _


def import_file(args: argparse.Namespace) -> None:
    """Publish what the file holds; a questionnaire that says nothing new makes no version."""
    from surveys.cli import import_questionnaires

    with opened():
        published = import_questionnaires(Path(args.file))
        db.session.commit()
        for line in published:
            say(line)


def export_results(args: argparse.Namespace) -> None:
    """Write the results of a wave."""
    from surveys.cli import export_wave

    with opened():
        rows = export_wave(args.code, Path(args.file), lambda done: progress(_("Записано строк: %(n)s", n=done)))
        db.session.commit()
        say(_("Строк ответов: %(n)s", n=rows))
