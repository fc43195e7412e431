"""The command line: each command is a few lines around an action."""

import sys

from sqlalchemy.exc import SQLAlchemyError

from portal.cli.console import Stop, complain
from portal.cli.parser import build_parser
from portal.core.errors import Refusal, StorageBusy
from portal.core.i18n import _
from portal.settings import UnsafeSettings


def main(argv: list[str] | None = None) -> int:
    """Run the command that was typed; the exit status is 0, 1 for a refusal and 2 for wrong usage."""
    parser = build_parser()
    try:
        args = parser.parse_args(argv)
    except SystemExit as wrong:
        return int(wrong.code or 0)
    if "command" not in args:
        parser.print_help(sys.stderr)
        return 2
    try:
        return int(args.command(args) or 0)
    except (UnsafeSettings, Refusal, Stop, StorageBusy, SQLAlchemyError, KeyboardInterrupt) as reason:
        return complain(_in_words(reason))


def _in_words(reason: BaseException) -> str:
    if isinstance(reason, StorageBusy):
        return _("База занята другой работой. Повторите через минуту.")
    if isinstance(reason, SQLAlchemyError):
        kind = type(getattr(reason, "orig", None) or reason).__name__
        return _("База данных недоступна: %(kind)s.", kind=kind)
    return _("Прервано.") if isinstance(reason, KeyboardInterrupt) else str(reason)
