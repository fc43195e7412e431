"""Scanned stacks: a child process reads hostile files, the rest only sees small pictures and codes."""
