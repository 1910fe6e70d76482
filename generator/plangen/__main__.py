"""Lets ``python -m plangen`` do what the ``plangen`` command does."""

from plangen.cli import main

if __name__ == "__main__":
    main()
