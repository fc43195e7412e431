"""Changes of drafts: asked for, set by hand, published, discarded; how a year matches; «не с этим человеком»."""

from portal.matching.drafts.actions.avoidances import avoid, stop_avoiding
from portal.matching.drafts.actions.choices import choose, take_back
from portal.matching.drafts.actions.runs import MATCH, ask_for_draft, discard, publish
from portal.matching.drafts.actions.setups import set_up
from portal.matching.drafts.actions.solving import solve_run

__all__ = [
    "MATCH",
    "ask_for_draft",
    "avoid",
    "choose",
    "discard",
    "publish",
    "set_up",
    "solve_run",
    "stop_avoiding",
    "take_back",
]
