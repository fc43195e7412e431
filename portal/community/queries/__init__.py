"""Reads of the community: spaces, threads, voices, moderation, questions."""
