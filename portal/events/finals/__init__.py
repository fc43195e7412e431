"""Final events: who presents what, the report with numbers that no longer change (EVNT-7).

Owns items of the programme, their presenters and the frozen numbers. What rooms above add – awards handed over,
indicators – they tell through `sources`. Looks down on events, consents, people and core.
"""
