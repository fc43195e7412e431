"""Changes in sign-in and roles; each writes its entry in the audit trail."""

from portal.accounts.actions.accounts import (
    WrongPassword,
    change_password,
    check_password,
    close_account,
    open_account,
    reopen_account,
    save_appearance,
    set_own_password,
)
from portal.accounts.actions.emails import ask_for_email, confirm_email, leave_address
from portal.accounts.actions.factors import (
    WrongCode,
    begin_second_factor,
    recovery_codes,
    remove_second_factor,
    reset_second_factor,
    show_second_factor,
)
from portal.accounts.actions.invitations import (
    accept_invitation,
    ask_for_new_password,
    invite,
    invite_appointed,
    send_new_password,
)
from portal.accounts.actions.reviews import review_curators
from portal.accounts.actions.roles import (
    appoint,
    end_grant,
    end_grants_without_place,
    ensure_base_roles,
    grant_role,
)
from portal.accounts.actions.sessions import (
    LONGEST_SESSION,
    SEEN_EVERY,
    confirm_session,
    end_all_sessions,
    end_other_sessions,
    end_session,
    mark_seen,
    sign_in,
    sign_out,
    switch_role,
)
from portal.accounts.actions.slips import issue_slips

__all__ = [
    "LONGEST_SESSION",
    "SEEN_EVERY",
    "WrongCode",
    "WrongPassword",
    "accept_invitation",
    "appoint",
    "ask_for_email",
    "ask_for_new_password",
    "begin_second_factor",
    "change_password",
    "check_password",
    "close_account",
    "confirm_email",
    "confirm_session",
    "end_all_sessions",
    "end_grant",
    "end_grants_without_place",
    "end_other_sessions",
    "end_session",
    "ensure_base_roles",
    "grant_role",
    "invite",
    "invite_appointed",
    "issue_slips",
    "leave_address",
    "mark_seen",
    "open_account",
    "recovery_codes",
    "remove_second_factor",
    "reopen_account",
    "reset_second_factor",
    "review_curators",
    "save_appearance",
    "send_new_password",
    "set_own_password",
    "show_second_factor",
    "sign_in",
    "sign_out",
    "switch_role",
]
