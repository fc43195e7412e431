"""The few ways in which the portal says no; the web turns each into its answer."""


class Refusal(Exception):
    """A rule of the domain forbids the action now (409). The message is for the reader, in Russian."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class StaleVersion(Refusal):
    """Somebody else saved in between (409). Carries what stands now and what was typed."""

    def __init__(self, message: str, *, current: dict[str, str], typed: dict[str, str]) -> None:
        super().__init__(message)
        self.current = current
        self.typed = typed


class NotSeen(Exception):
    """There is no such thing, or the reader must not learn that there is (404)."""


class NotAllowed(Exception):
    """The reader sees the thing but may not do this with it (403)."""


class StorageBusy(Exception):
    """The queue of writers did not move in time, or the disk refuses to write (503)."""


class TooOften(Exception):
    """The same was asked for too many times; answered with 429 and the seconds to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds
