"""The command line: each command is a few lines around an action."""


def main() -> int:
    """Run the command that was typed; the exit status is 0, 1 for a refusal and 2 for wrong usage."""
    return 2
