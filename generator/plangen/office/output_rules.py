"""What there is to say when files are written."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("office-output")
_ERROR = Severity.ERROR

OUTPUT_IS_INPUT = rule("output-is-input", _ERROR, unusable=True)
OUTPUT_ENDING = rule("output-ending", _ERROR, unusable=True)
OUTPUT_TWICE = rule("output-twice", _ERROR, unusable=True)
OUTPUT_IS_FOLDER = rule("output-is-folder", _ERROR, unusable=True)
OUTPUT_IS_LINK = rule("output-is-link", _ERROR, unusable=True)
OUTPUT_CHANGED = rule("output-changed", _ERROR)
OUTPUT_UNWRITABLE = rule("output-unwritable", _ERROR, unusable=True)
