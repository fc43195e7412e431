"""Child processes that read files of strangers: started with a limit of time, restrained by themselves in memory."""

import json
import subprocess
import sys
from typing import Any


def spoken_by(module: str, *words: str, seconds: int) -> dict[str, Any] | None:
    """Run `python -m module words` and return the JSON that it says; None where it broke or took too long."""
    command = [sys.executable, "-m", module, *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603 — our own module
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        return None
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def restrain(*, memory: int, seconds: int) -> None:
    """Take at most `memory` bytes and a little less than `seconds` of the processor from here on."""
    try:
        import resource
    except ImportError:  # Windows: the time limit of the parent is what there is
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (max(seconds - 10, 1), seconds))
