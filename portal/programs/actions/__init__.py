"""Changes of programmes; each writes its entry in the audit trail."""

from portal.programs.actions.days import add_own_days, remove_own_days
from portal.programs.actions.papers import PaperFacts, add_paper, edit_paper, record_fact
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
    "PaperFacts",
    "Span",
    "Terms",
    "add_agreement",
    "add_own_days",
    "add_paper",
    "add_partner",
    "add_partner_curator",
    "add_program",
    "add_route",
    "close_cycle",
    "copy_cycle",
    "edit_agreement",
    "edit_cycle",
    "edit_paper",
    "edit_partner",
    "edit_program",
    "end_partner_curator",
    "enter_organization",
    "record_fact",
    "remove_own_days",
    "remove_route",
    "reopen_cycle",
    "school_span",
    "set_formats",
    "set_steps",
]
