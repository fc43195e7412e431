"""Letters of questionnaires: one function a letter, plain values in. Subjects name nobody and no questionnaire."""

from datetime import date

from portal.core.i18n import ru_date
from portal.core.mail import For, absolute, enqueue


def survey_invitation(
    to: str, *, title: str, organization: str, path: str, closes_on: date | None, minutes: int | None,
    is_anonymous: bool, event_key: str, reader: For | None = None,
) -> bool:  # fmt: skip
    """Ask to fill in a questionnaire. `path` is the personal address; `event_key` keeps one letter an invitation.

    `reader` as `core.mail.enqueue` says.
    """
    return enqueue(
        "survey_invitation", to, event_key=event_key, title=title, organization=organization, url=absolute(path),
        closes_on=ru_date(closes_on), minutes=minutes, is_anonymous=is_anonymous, reader=reader,
    )  # fmt: skip


def survey_reminder(
    to: str, *, title: str, organization: str, path: str, closes_on: date | None, event_key: str,
    may_be_elsewhere: bool = False, reader: For | None = None,
) -> bool:  # fmt: skip
    """Remind of a questionnaire that is not submitted yet. `event_key` names the invitation and the day.

    `may_be_elsewhere` says that this person may have answered by a sheet or the public link, which nobody can know.
    """
    return enqueue(
        "survey_reminder", to, event_key=event_key, title=title, organization=organization, url=absolute(path),
        closes_on=ru_date(closes_on), may_be_elsewhere=may_be_elsewhere, reader=reader,
    )  # fmt: skip
