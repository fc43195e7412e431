"""Who took part in a wave: the invited, those of them who answered, and answers that came without an invitation."""

from dataclasses import dataclass
from typing import Protocol, Self

from portal.core.i18n import _, ru_number
from surveys.results.statistics import Share, share


class HasCounters(Protocol):
    """A wave with the counters that are kept on write."""

    @property
    def invited(self) -> int: ...
    @property
    def answered(self) -> int: ...
    @property
    def uninvited(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """How many people were invited, how many of them answered, how many answers came by the public link or on paper.

    It tells who took part, not what was answered, so it is the same for every reader and never waits for a release.
    """

    invited: int
    answered: int
    uninvited: int = 0

    @classmethod
    def of(cls, wave: HasCounters) -> Self:
        """As the counters of the wave stand."""
        return cls(invited=wave.invited, answered=wave.answered, uninvited=wave.uninvited)

    @property
    def rate(self) -> Share | None:
        """The share of the invited who answered; None where nobody was invited. Whoever came by a link counts not."""
        return share(min(self.answered, self.invited), self.invited)

    @property
    def words(self) -> str:
        """«12 из 40», «12 из 40 и 3 без приглашения»; where nobody was invited, «3 без приглашения»."""
        invited = _("%(n)s из %(of)s", n=ru_number(self.answered), of=ru_number(max(self.invited, self.answered)))
        if not self.uninvited:
            return invited
        others = _("%(n)s без приглашения", n=ru_number(self.uninvited))
        return _("%(invited)s и %(others)s", invited=invited, others=others) if self.invited else others
