"""Lets ``python -P -m plangen`` do what the ``plangen`` command does."""

import sys

if not sys.flags.safe_path:
    # Without -P the current folder comes first on the path, and a yaml.py that somebody left there would be run.
    del sys.path[0]

from plangen.cli import main  # only now is nothing of the current folder in reach

if __name__ == "__main__":
    main()
