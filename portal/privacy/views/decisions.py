"""What the second person pressed: yes or no, and nothing else counts as either."""

from collections.abc import Mapping

from portal.core.errors import Refusal
from portal.core.i18n import _


def decision_in(form: Mapping[str, str]) -> bool:
    """True for «подтвердить», False for «отклонить». Raises Refusal where the form names neither."""
    said = form.get("decision", "")
    if said not in ("approve", "refuse"):
        raise Refusal(_("Выберите: подтвердить или отклонить."))
    return said == "approve"
