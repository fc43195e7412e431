"""Drafts of pairs: the solver's suggestions for a whole year, stored with what they were made from and what a person
set by hand. A human decides: nobody hears of a draft before it is published.
"""
