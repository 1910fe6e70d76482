"""How processes of plangen's own are started: they find what this one finds, and nothing of the current folder is run.

``multiprocessing`` starts Python in a way in which a ``pickle.py`` that lies in the current folder would be run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

_FINDING = "import json, sys\nsys.path[:] = json.loads(sys.argv.pop(1))\n"


def own_python(program: str, *words: str) -> list[str]:
    """Return the command that runs a few lines of Python by the interpreter that runs now.

    Args:
        program: the lines; they may import plangen and all that can be imported here.
        words: what they find in ``sys.argv`` from 1 on.
    """
    here = str(Path(__file__).parents[2])
    folders = [here, *(folder for folder in sys.path if Path(folder).is_absolute())]
    return [sys.executable, "-I", "-c", _FINDING + program, json.dumps(folders), *words]
