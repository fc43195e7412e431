"""Changes of the library; each writes its entry in the audit trail."""

from portal.library.actions.materials import (
    Body,
    Facts,
    add_material,
    add_version,
    archive_material,
    change_material,
    return_material,
)
from portal.library.actions.readings import mark_read
from portal.library.actions.sections import archive_news, change_news, publish_news, save_section

__all__ = [
    "Body",
    "Facts",
    "add_material",
    "add_version",
    "archive_material",
    "archive_news",
    "change_material",
    "change_news",
    "mark_read",
    "publish_news",
    "return_material",
    "save_section",
]
