"""Changes of the community; each writes its entry in the audit trail."""

from portal.community.actions.moderation import flag_post, judge_post, set_thread
from portal.community.actions.posts import (
    edit_post,
    mark_useful,
    refuse_to_write,
    remove_post,
    reply,
    start_thread,
)
from portal.community.actions.questions import accept, ask, ask_again, close_question, follow_up, note_answer, take
from portal.community.actions.reading import (
    acknowledge,
    clear_space,
    follow_space,
    follow_thread,
    keep_draft,
    read_until,
)
from portal.community.actions.removal import erase_removed
from portal.community.actions.spaces import accept_rules, change_profile, change_space, open_space

__all__ = [
    "accept",
    "accept_rules",
    "acknowledge",
    "ask",
    "ask_again",
    "change_profile",
    "change_space",
    "clear_space",
    "close_question",
    "edit_post",
    "erase_removed",
    "flag_post",
    "follow_space",
    "follow_thread",
    "follow_up",
    "judge_post",
    "keep_draft",
    "mark_useful",
    "note_answer",
    "open_space",
    "read_until",
    "refuse_to_write",
    "remove_post",
    "reply",
    "set_thread",
    "start_thread",
    "take",
]
