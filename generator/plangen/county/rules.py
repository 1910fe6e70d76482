"""What can be said about a county's spec."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("county")
_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# --- changing a value ---------------------------------------------------------------------------------------------

SET_UNKNOWN_PATH = rule("set-unknown-path", _ERROR, unusable=True)
SET_REFUSED = rule("set-refused", _ERROR, unusable=True)
SET_BAD_VALUE = rule("set-bad-value", _ERROR, unusable=True)

# --- the form of the whole ----------------------------------------------------------------------------------------

NOT_A_MAPPING = rule("not-a-mapping", _ERROR, unusable=True)
TOO_MANY_FINDINGS = rule("too-many-findings", _ERROR)
UNKNOWN_KEY = rule("unknown-key", _ERROR)
MISSING_KEY = rule("missing-key", _ERROR)
BOTH_SPELLINGS = rule("both-spellings", _ERROR)
NAME_NORMALISED = rule("name-normalised", _INFO)

# --- the form of values -------------------------------------------------------------------------------------------

EMPTY_VALUE = rule("empty-value", _ERROR)
WRONG_TYPE = rule("wrong-type", _ERROR)
BAD_NUMBER = rule("bad-number", _ERROR)
BAD_DATE = rule("bad-date", _ERROR)
BAD_MONTH = rule("bad-month", _ERROR)
BAD_DEADLINE = rule("bad-deadline", _ERROR)
BAD_PERIOD = rule("bad-period", _ERROR)
UNKNOWN_CHOICE = rule("unknown-choice", _ERROR)
OUT_OF_RANGE = rule("out-of-range", _ERROR)
TOO_FEW = rule("too-few", _ERROR)
TOO_LONG = rule("too-long", _ERROR)
INVALID_VALUE = rule("invalid-value", _ERROR)
NAMES_JOINED = rule("names-joined", _ERROR)
NAMES_SPLIT = rule("names-split", _INFO)
FULL_WIDTH_BRACKET = rule("full-width-bracket", _ERROR)
NAME_OVER_LINES = rule("name-over-lines", _ERROR)
