"""The seal of text files: one line with a digest over all other lines, by which plangen knows its own work again.

Word files and workbooks carry theirs in their properties (:mod:`plangen.office.docx_package`); a Markdown file, a web
page, a text, XML, YAML and JSON carry a line that readers of that format do not see or do not mind.  Only a file whose
seal still fits was not touched since, and only such a file may be replaced without asking.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

_MARK = "plangen:sha256="
_FORMS = {
    ".md": "<!-- {} -->",
    ".html": "<!-- {} -->",
    ".xml": "<!-- {} -->",
    ".txt": "{}",
    ".yaml": "# {}",
    ".json": '  "seal": "{}",',
}
_LINE = re.compile(rf'^(?:<!-- |# |  "seal": ")?{_MARK}([0-9a-f]{{64}})(?: -->|",)?(?:\n|\Z)', re.MULTILINE)


def sealed_text(text: str, ending: str = ".md", counts: Callable[[str], str] | None = None) -> str:
    """Return a text with a line that holds the digest over the rest.

    The line stands at the end; in JSON, where nothing may stand behind the object, it is the object's first member.

    Args:
        text: the text; one that has its seal already is returned as it is.
        ending: what the file's name ends in: ``.md``, ``.html``, ``.txt``, ``.yaml``, ``.xml`` or ``.json``.
        counts: returns the part of a text that is sealed, without what a person may write into it; None: all of it.

    Raises:
        ValueError: JSON that is not an object written over several lines.
    """
    if is_sealed_text(text.encode("utf-8"), counts):
        return text
    body = text if text.endswith("\n") else f"{text}\n"
    line = _FORMS[ending].format(f"{_MARK}{_digest(counts(body) if counts else body)}") + "\n"
    if ending != ".json":
        return body + line
    if not body.startswith("{\n") or body.startswith("{\n}"):
        raise ValueError("only a JSON object with a line for each member can be sealed")
    return body.replace("{\n", "{\n" + line, 1)


def is_sealed_text(data: bytes, counts: Callable[[str], str] | None = None) -> bool:
    """Return whether a text file still fits its seal; the kind of line ends and a byte order mark do not count.

    Args:
        data: the file's content.
        counts: see :func:`sealed_text`.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return False
    seals = list(_LINE.finditer(text))
    # the words of a document may hold a line that looks like a seal: ours is the last one, or the first one in JSON
    for seal in (*seals[:1], *seals[-1:]):
        body = text[: seal.start()] + text[seal.end() :]
        if _digest(counts(body) if counts else body) == seal[1]:
            return True
    return False


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8")).hexdigest()
