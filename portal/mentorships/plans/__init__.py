"""Plans: what a pair, or somebody without one yet, is going to do, by when, and what came of it.

Owns plans of every type with their items, files and approved versions, and achievements of members. Looks down on the
pair it belongs to and on the practices whose steps it takes.
"""
