"""Sign-in: turns a cookie into an actor. Passwords, sessions, role grants and invitations.

Owns user, role_grant, login_session and account_invitation. Looks down on people, access, core.
"""
