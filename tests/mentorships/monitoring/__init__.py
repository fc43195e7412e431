"""Questionnaires of a pair."""
