"""Commands that look and tell: is the portal whole, what can be set."""

import argparse

from portal.admin.checks import demo_problem, examine
from portal.cli.console import complain, opened, say
from portal.core.db import read_apart
from portal.core.i18n import _
from portal.settings import Settings, env_example


def check(args: argparse.Namespace) -> int:
    """Every finding in a line; exit 1 when one is bad."""
    settings = Settings.from_environment()
    say(_("Настройки: в порядке"))
    with opened(settings):
        findings = examine()
        problems = [finding.problem for finding in findings if finding.problem]
        if settings.is_production and not problems:
            with read_apart():
                problems += filter(None, [demo_problem()])
    for finding in findings:
        if not finding.problem:
            say(_("%(about)s: в порядке", about=finding.about))
    for problem in problems:
        complain(problem)
    return 1 if problems else 0


def settings_example(args: argparse.Namespace) -> None:
    """The text of `.env.example`."""
    say(env_example().rstrip("\n"))
