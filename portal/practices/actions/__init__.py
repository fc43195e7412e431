"""Changes of the bank; each writes its entry in the audit trail."""

from portal.practices.actions.collections import (
    make_collection,
    move_in_collection,
    publish_collection,
    put_into_collection,
    take_out_of_collection,
)
from portal.practices.actions.drafts import (
    add_author,
    add_file,
    begin_update,
    draft_practice,
    remove_author,
    remove_file,
    save_section,
)
from portal.practices.actions.keeping import archive_practice, confirm_practice, lower_old_evidence
from portal.practices.actions.reviews import (
    add_remark,
    is_author,
    pass_on,
    publish_practice,
    reject,
    return_to_authors,
    submit_for_review,
)
from portal.practices.actions.uses import add_presentation, adopt, remove_presentation, set_mark, tell_outcome

__all__ = [
    "add_author",
    "add_file",
    "add_presentation",
    "add_remark",
    "adopt",
    "archive_practice",
    "begin_update",
    "confirm_practice",
    "draft_practice",
    "is_author",
    "lower_old_evidence",
    "make_collection",
    "move_in_collection",
    "pass_on",
    "publish_collection",
    "publish_practice",
    "put_into_collection",
    "reject",
    "remove_author",
    "remove_file",
    "remove_presentation",
    "return_to_authors",
    "save_section",
    "set_mark",
    "submit_for_review",
    "take_out_of_collection",
    "tell_outcome",
]
