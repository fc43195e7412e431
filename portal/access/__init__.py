"""Who may do what: permissions, the policy on one screen, actors, and the gate to every object.

Owns no tables. Rooms tell here what «own» or «of my organisation» means for their models.
"""
