"""Tables of the community."""

from portal.community.models.moderation import Flag, ModerationAct
from portal.community.models.questions import Question
from portal.community.models.spaces import CommunityMember, Space, SpaceFollow, SpaceReader
from portal.community.models.threads import (
    Acknowledgement,
    Post,
    PostDraft,
    PostFile,
    PostRevision,
    Thread,
    ThreadRead,
    UsefulMark,
)

__all__ = [
    "Acknowledgement",
    "CommunityMember",
    "Flag",
    "ModerationAct",
    "Post",
    "PostDraft",
    "PostFile",
    "PostRevision",
    "Question",
    "Space",
    "SpaceFollow",
    "SpaceReader",
    "Thread",
    "ThreadRead",
    "UsefulMark",
]
