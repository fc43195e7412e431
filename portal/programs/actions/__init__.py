"""Changes of programmes; each writes its entry in the audit trail."""

from portal.programs.actions.partners import (
    Terms,
    add_agreement,
    add_partner,
    add_partner_curator,
    edit_agreement,
    edit_partner,
    end_partner_curator,
    enter_organization,
)
from portal.programs.actions.programs import (
    FormatOfYear,
    Span,
    add_program,
    close_cycle,
    copy_cycle,
    edit_cycle,
    edit_program,
    reopen_cycle,
    school_span,
    set_formats,
)
from portal.programs.actions.routes import add_route, remove_route, set_steps

__all__ = [
    "FormatOfYear",
    "Span",
    "Terms",
    "add_agreement",
    "add_partner",
    "add_partner_curator",
    "add_program",
    "add_route",
    "close_cycle",
    "copy_cycle",
    "edit_agreement",
    "edit_cycle",
    "edit_partner",
    "edit_program",
    "end_partner_curator",
    "enter_organization",
    "remove_route",
    "reopen_cycle",
    "school_span",
    "set_formats",
    "set_steps",
]
