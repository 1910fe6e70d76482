"""The old clause of an item, once a person has said who answers for it: found in its text, and nothing else of that."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from plangen.terms.clause_forms import names_lead
from plangen.terms.resources import knowledge_cache
from plangen.terms.unit_list import looks_like_unit, read_units
from plangen.terms.vocabulary import vocabulary

_BRACKETS = dict(zip("（(【[［〔｛{〈<＜‹《", "）)】]］〕｝}〉>＞›》", strict=True))
_SIGNS = re.compile(rf"[{re.escape(''.join(_BRACKETS) + ''.join(_BRACKETS.values()))}\s]")
_LONGEST_DOUBTFUL = 12
_LONGEST = 2000


@dataclass(frozen=True)
class _Part:
    """A part of a text that is a clause: where it begins and ends."""

    start: int
    end: int


def without_replaced(texts: Sequence[str], said: Collection[str], *, whole: bool) -> tuple[list[str], list[str]]:
    """Return texts without the old clause in them, and what was taken out.

    A clause is a bracket or a part of a sentence that names units and says what they do, and nothing else.  Of several
    in different places only one goes that names a unit of the person's and closes the text or is a paragraph by itself:
    the others may speak for single measures.

    Args:
        texts: the paragraphs of the item.
        said: the units that the person names, and those that were read before.
        whole: whether the person says both who leads and who takes part; else a clause that names others stays.
    """
    found = [(number, part) for number, text in enumerate(texts) for part in _joined(text, _parts(text, said))]
    found = [one for one in found if whole or _names_only(texts[one[0]][one[1].start : one[1].end], said)]
    if len(found) > 1:
        last = len(texts) - 1
        found = [
            (number, part)
            for number, part in found
            if any(unit in texts[number][part.start : part.end] for unit in said)
            and (_is_all(texts[number], part) or (number == last and not texts[number][part.end :].strip("。；;. ")))
        ]
    kept, removed = list(texts), list[str]()
    for number, part in reversed(found):
        text = kept[number]
        removed.insert(0, _bare(text[part.start : part.end].strip("，,；;。—- ")))
        kept[number] = _closed(text[: part.start], text[part.end :])
    return [text for text in kept if text], removed


def _bare(clause: str) -> str:
    """Return a clause without the brackets around all of it."""
    closing = _BRACKETS.get(clause[:1])
    around = closing is not None and clause.find(closing) == len(clause) - 1
    return clause[1:-1].strip() if around else clause


def _closed(before: str, behind: str) -> str:
    """Return a text with its sentences closed where something was taken out between them."""
    before, behind = before.rstrip("，,；;—- "), behind.lstrip("，,；; ")
    if not before.strip() or before.endswith(("。", "\n")):
        behind = behind.lstrip("。")
    return (before + behind).strip() if before.strip("。") or behind.strip("。") else ""


def _is_all(text: str, part: _Part) -> bool:
    return not (text[: part.start] + text[part.end :]).strip("。；;，, ")


def _joined(text: str, parts: Iterable[_Part]) -> list[_Part]:
    """Return parts with those put together between which only a stop stands."""
    result: list[_Part] = []
    for part in sorted(parts, key=lambda one: (one.start, -one.end)):
        if result and (part.start <= result[-1].end or not text[result[-1].end : part.start].strip("。；;，, ")):
            result[-1] = _Part(result[-1].start, max(part.end, result[-1].end))
        else:
            result.append(part)
    return result


def _parts(text: str, said: Collection[str]) -> Iterator[_Part]:
    inside: set[int] = set()
    for start, end in _bracketed(text):
        inner = text[start + 1 : end - 1]
        if not _labels().fullmatch(f"{inner.strip()}：") and _is_clause(inner, said, bracketed=True):
            inside.update(range(start, end))
            yield _Part(start, end)
    for sentence in re.finditer(r"[^。；;\n]+", text):
        if inside.intersection(range(*sentence.span())):
            continue
        if _is_clause(sentence[0], said) and _is_balanced(sentence[0]):
            yield _Part(sentence.start(), sentence.end())
        else:
            yield from _piece(sentence[0], sentence.start(), said)


def _piece(sentence: str, offset: int, said: Collection[str]) -> Iterator[_Part]:
    """Yield the beginning or the end of a sentence that is a clause, the longest: ……，县水利局牵头，县财政局配合."""
    stops = list(re.finditer(r"[，,]|[—－-]{1,2}", sentence))
    for stop in stops:
        if _is_clause(sentence[stop.end() :], said) and _is_balanced(sentence[stop.end() :]):
            yield _Part(offset + stop.start(), offset + len(sentence))
            return
    for stop in reversed(stops):
        if _is_clause(sentence[: stop.start()], said) and _is_balanced(sentence[: stop.start()]):
            yield _Part(offset, offset + stop.end())
            return


def _is_balanced(text: str) -> bool:
    """Return whether a text closes the brackets that it opens, so that none is torn apart where it is taken out."""
    return all(text.count(opening) == text.count(closing) for opening, closing in _BRACKETS.items())


def _bracketed(text: str) -> Iterator[tuple[int, int]]:
    """Yield where brackets of any kind stand that are in no other."""
    position = 0
    while position < len(text):
        closing = _BRACKETS.get(text[position])
        end = text.find(closing, position, position + _LONGEST) if closing else -1
        if end > position:
            # 〔…（市、区）…〕: the outer bracket is the clause
            yield position, end + 1
            position = end + 1
        else:
            position += 1


def _is_clause(text: str, said: Collection[str], *, bracketed: bool = False) -> bool:
    """Return whether a text names units and what they do, and nothing else; a bracket may hold a name that is odd."""
    if len(text) > _LONGEST:
        return False
    says = bool(_labels().search(text)) or names_lead(text)
    names_said = any(unit in text for unit in said)
    does = says or any(verb in text for verb in (*vocabulary().clauses.answering, *vocabulary().clauses.support_verbs))
    if not (says or (names_said and (does or bracketed))):
        return False
    others = _others(text, said)
    doubtful = [name for name in others if not looks_like_unit(name)]
    count = len(others) - len(doubtful) + sum(unit in text for unit in said)
    if not bracketed:
        return count > 0 and not doubtful
    return len(doubtful) <= count and all(len(name) <= _LONGEST_DOUBTFUL for name in doubtful) and count > 0


def _names_only(text: str, said: Collection[str]) -> bool:
    return not _others(text, said)


def _others(text: str, said: Collection[str]) -> list[str]:
    """Return the names in a clause beside those of the units that a person names."""
    rest = _SIGNS.sub("", _labels().sub("、", text))
    for unit in sorted(said, key=len, reverse=True):
        rest = rest.replace(unit, "、")
    return list(read_units(_duties().sub("、", rest)).units)


@knowledge_cache
def _labels() -> re.Pattern[str]:
    """Return what says in front of units what they do: 责任单位：, 牵头单位—, 【配合单位】."""
    words = vocabulary().clauses
    labels = sorted((*words.labels["lead"], *words.labels["participant"]), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(labels)})(?:\s*[：:】\]］〕]|[—－-]{{1,2}})")


@knowledge_cache
def _duties() -> re.Pattern[str]:
    """Return what says behind units what they do, and 由 before them."""
    words = vocabulary().clauses
    starts = sorted((*words.duties, *words.lead_verbs, *words.lead_tails), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(starts)})+|由|会同|[。，,；;：:—－-]")
