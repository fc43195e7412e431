"""What the community does by the clock."""

from portal.community.actions import ask_again, erase_removed
from portal.core.db import db
from portal.core.schedule import every


@every(minute="27", hour="2")
def erase_removed_posts() -> None:
    """Posts that their authors removed a month ago lose their text and files."""
    erase_removed()
    db.session.commit()


@every(minute="5", hour="1")
def ask_whether_it_helped() -> None:
    """Two weeks after a question was solved its author is asked whether the answer helped."""
    ask_again()
    db.session.commit()
