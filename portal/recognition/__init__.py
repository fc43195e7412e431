"""Поощрение: what an organisation awards and for what, who was nominated on which facts, what was decided and given;
certificates that anybody may check by a code, and the board of honour, which shows only what people agreed to show.

Stands on the registry of pairs, practices, questions and training, from which the facts come. An award needs no consent
to publication: only the board and the page of checks ask for one.
"""
