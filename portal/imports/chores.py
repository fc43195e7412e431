"""Work of this room by the clock."""

from portal.core.db import db
from portal.core.schedule import every
from portal.imports.actions import blank_old


@every(minute="41", hour="4")
def blank_old_imports() -> None:
    """Rows and files of imports whose term is over."""
    while blank_old():
        db.session.commit()
    db.session.commit()
