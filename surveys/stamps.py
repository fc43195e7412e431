"""When each answer was typed: what keeps an older packet from overwriting a newer answer, whichever page sent it.

A stamp is milliseconds since 1970 by the portal's clock: a page learns the portal's time when it opens and adds what
has passed since, so a wrong clock on the device changes nothing. Only drafts hold stamps; a submission erases them.
"""

import json
from collections.abc import Mapping
from dataclasses import replace

from portal.core import clock
from surveys.packets import Packet
from surveys.secrets import keyed

TYPED = "typed"
LONGEST = 200_000


def now_stamp() -> int:
    """This moment as a stamp."""
    return int(clock.now().timestamp() * 1000)


def read_stamps(text: str) -> dict[str, int]:
    """Field → stamp as a page says it; whatever is not that is not believed."""
    if not text or len(text) > LONGEST:
        return {}
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(said, dict):
        return {}
    return {name: at for name, at in said.items() if type(at) is int}


def without_the_old(packet: Packet, typed: Mapping[str, int], stamps: Mapping[str, int]) -> tuple[Packet, set[str]]:
    """The packet without answers older than those in the draft, and the codes that were left out.

    `typed` is what the draft knows. An answer without a stamp was typed just now: a plain form says no times.
    """
    codes = {*packet.answers, *packet.cleared}
    old = {code for code in codes if typed.get(code, 0) > stamp_of(code, stamps)}
    kept = {code: value for code, value in packet.answers.items() if code not in old}
    return replace(packet, answers=kept, cleared=packet.cleared - old), old


def noted(packet: Packet, typed: Mapping[str, int], stamps: Mapping[str, int]) -> dict[str, int]:
    """What the draft knows after the packet."""
    return {**typed, **{code: stamp_of(code, stamps) for code in (*packet.answers, *packet.cleared)}}


def stamp_of(code: str, stamps: Mapping[str, int]) -> int:
    """The stamp of an answer, never later than now: of its own field, else the latest of its parts, else now."""
    now = now_stamp()
    if code in stamps:
        return min(max(stamps[code], 0), now)
    return min(max((at for name, at in stamps.items() if name.startswith(f"{code}.")), default=now), now)


def hidden_stamps(typed: Mapping[str, int], public_id: str, *, is_named: bool) -> dict[str, int]:
    """Stamps as a draft keeps them. Without names they are shifted by what only the portal's key tells."""
    shift = 0 if is_named else _shift(public_id)
    return {code: at + shift for code, at in typed.items()}


def plain_stamps(kept: Mapping[str, int], public_id: str, *, is_named: bool) -> dict[str, int]:
    """Stamps of a draft as they were."""
    shift = 0 if is_named else _shift(public_id)
    return {code: at - shift for code, at in kept.items()}


def _shift(public_id: str) -> int:
    """Up to some three hundred years."""
    return int.from_bytes(keyed("survey-typed", public_id)[:6], "big") % 10**13
