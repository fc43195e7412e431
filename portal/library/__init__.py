"""Библиотека: normative acts and methodical materials in versions, and who of the newcomers has read them;
the open page «Наставничество» of an organisation with its contacts by post.

Readers find the latest version, earlier ones stay readable. Guests see what is open to everybody.
Looks down on documents, accounts, people and core; practices are reached by their address only.
"""
