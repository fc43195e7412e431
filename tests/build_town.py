"""Builds the database of a live test server in a process of its own: migrations, reference data, demo town."""

from portal.accounts import passwords
from portal.app import create_app
from portal.core.migrations import upgrade
from portal.demo.load import load_town


def main() -> None:
    """Build it with the settings of the environment."""
    passwords.use_cheap_hash()
    app = create_app()
    with app.app_context():
        upgrade()
        load_town()


if __name__ == "__main__":
    main()
