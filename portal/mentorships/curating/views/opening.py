"""A curator's report as views get it: through the gate, with its figures."""

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.mentorships.curating.actions import live_facts
from portal.mentorships.curating.facts import Facts
from portal.mentorships.curating.forms import ReportForm
from portal.mentorships.curating.models import TEXTS, CuratorReport
from portal.mentorships.curating.queries import LOADED


def one_report(public_id: str, permission: Permission, *, lock: bool = False) -> CuratorReport:
    """The report on which the reader has the permission."""
    return get_or_404(current_actor(), CuratorReport, public_id, permission, *LOADED, lock=lock)


def facts_in(report: CuratorReport) -> Facts:
    """Figures of a report: frozen ones once it was sent, as the data stands while it is written."""
    return report.facts if not report.is_written and report.facts else live_facts(report)


def labels_of() -> dict[str, str]:
    """Titles of the texts of a report, in order."""
    form = ReportForm(formdata=None)
    return {name: str(form[name].label.text) for name in TEXTS}
