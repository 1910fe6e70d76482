"""Lists of units taken apart: 县公安局、县财政局和各乡镇人民政府等, wherever they stand.

Units stay exactly as they are written.  A separator inside brackets (各县〈市、区〉) parts nothing, and neither does
a 和 inside a name (规划和自然资源局): both sides of it must be units, and the units that are known decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from plangen.terms.brackets import depth, split_outside
from plangen.terms.patterns import lazy_pattern
from plangen.terms.resources import knowledge_cache
from plangen.terms.text import squeeze
from plangen.terms.units import canonical, known_spelling, load_units, unit_key
from plangen.terms.vocabulary import vocabulary

Known = Callable[[str], bool]
"""Whether a name is that of a unit: a roster's, or one of units.yaml."""

SEPARATORS = "、，,；;/／"
TAIL = " \t\n。；;.、，,"
_LONGEST_UNIT = 30
_LONGEST_LIST = 2000
_LONGEST_STRANGER = 14
_SHORTEST_ALONE = 4
_AND = re.compile(r"以及|和|及|与|暨")
_KEPT = dict(zip("、和及与", "\ue000\ue001\ue002\ue003", strict=True))
_UNKEPT = {ord(mark): sign for sign, mark in _KEPT.items()}
_COUNTED = re.compile("[0-9０-９]+(?![0-9０-９]|[个家]?(?:部门|单位))")  # 县公安局2名: how many, not who
_PROPOSAL_MARK = re.compile(r"[（(〔\[](?:均?拟|均?拟定|暂定)[）)〕\]]")


@dataclass(frozen=True)
class _ListForms:
    """The forms of what is no name in a list of units, made of the words in outline.yaml.

    Attributes:
        etc: 等, with the kind of units it stands for (等有关部门和单位).
        kind: such a kind alone (有关单位), and the word before what else there is.
        duty: a duty from its first word to the end of the last name (按职责组织……).
        each: the places of several levels as one unit: 各县、市、区人民政府.
    """

    etc: re.Pattern[str]
    kind: re.Pattern[str]
    duty: re.Pattern[str]
    each: re.Pattern[str]


@knowledge_cache
def _list_forms() -> _ListForms:
    words = vocabulary().clauses
    which, kinds, starts = ("|".join(found) for found in (words.etc_which, words.etc_kinds, words.duty_starts))
    level = f"(?:{'|'.join(words.levels)})(?:[（(〈<＜〔][^（(〈<＜〔）)〉>＞〕]{{1,8}}[）)〉>＞〕])?"
    ends = "|".join(words.level_ends)
    kind = f"(?:{which})*(?:{kinds})(?:(?:以及|和|及|与|或)?(?:{which})*(?:{kinds}))*"
    return _ListForms(
        etc=lazy_pattern(
            f"等(?:[0-9０-９一二三四五六七八九十百余]+[个家])?(?:{kind}|(?:{which})+)?(?=$|和|及|与|以及|各)"
        ),
        kind=lazy_pattern(f"^(?:{which})*(?:{kinds})(?:$|以及|和|及|与)"),
        duty=lazy_pattern(f"(?:{starts})[^、，,；;/／（(]{{0,60}}$"),
        # behind the last level nothing of a name may follow (各县、市直各部门)
        each=lazy_pattern(
            f"各(?:{'|'.join(words.level_which)})?{level}(?:[、和及与]{level})+(?:(?:{ends})(?!办|[各部])|(?=$|[^\u4e00-\u9fff]|[和及与等按负配落具参协实]))"
        ),
    )


@dataclass(frozen=True)
class UnitList:
    """A list of units.

    Attributes:
        units: as written, in order.
        open_ended: the list ends in 等.
    """

    units: tuple[str, ...] = ()
    open_ended: bool = False

    @property
    def doubtful(self) -> tuple[str, ...]:
        """What does not look like the name of a unit."""
        return tuple(unit for unit in self.units if not looks_like_unit(unit))


def known_unit(name: str) -> bool:
    """Return whether units.yaml knows a name as that of one unit; 晋城市应急局和县公安局 is no name of 公安局."""
    units = load_units()
    if canonical(name, units) is None:
        return False
    spelling = known_spelling(name, units)
    return all(
        canonical(name[: sign.start()], units) is None or len(spelling) > len(unit_key(name[sign.end() :]))
        for sign in _AND.finditer(name)
    )


def read_units(text: str, known: Known = known_unit) -> UnitList:
    """Take a list of units apart, without 等, the words of duty behind single units and the marks （拟）.

    Args:
        text: the list.
        known: see :data:`Known`.
    """
    units: list[str] = []
    open_ended = goes_on = False
    forms = _list_forms()
    for raw in _pieces(without_marks(text, known)):
        piece = _without_own_duty(raw.strip(TAIL))
        if goes_on:
            piece = forms.kind.sub("", piece, count=1)  # 等有关部门、单位: both words belong to 等
        goes_on = False
        while match := forms.etc.search(piece):
            goes_on = match.end() == len(piece)
            open_ended = True
            before, piece = piece[: match.start()], re.sub(r"^(?:以及|和|及|与)", "", piece[match.end() :])
            units += _conjuncts(before, known)
        units += _conjuncts(piece, known)
    return UnitList(tuple(without_asking(unit, known) for unit in units), open_ended)


def without_asking(piece: str, known: Known) -> str:
    """Return a unit without the word by which it is asked: 商请县委组织部, 协调县气象局; 协调办 is one itself."""
    words = vocabulary().clauses
    word = next((one for one in words.asking if piece.startswith(one)), None)
    rest = piece.removeprefix(word) if word else piece
    return rest if rest.startswith(words.unit_starts) or known(rest.removesuffix("等")) else piece


def split_names(text: str, known: Known = known_unit) -> list[str]:
    """Return the names in a text such as 芝河镇、桑壁镇 or 县公安局和县财政局; nothing is taken off them.

    Args:
        text: names of units, or other names.
        known: see :data:`Known`.
    """
    pieces = (piece.strip() for piece in _pieces(_parted_at_spaces(text, known)))
    return [name for piece in pieces for name in _conjuncts(piece, known)]


def _pieces(text: str) -> list[str]:
    """Split a list at its separators; 各县、市、区人民政府 is one piece."""
    whole = _list_forms().each.sub(lambda match: re.sub("[、和及与]", lambda sign: _KEPT[sign[0]], match[0]), text)
    return [piece.translate(_UNKEPT) for piece in split_outside(whole, SEPARATORS)]


def without_marks(text: str, known: Known = known_unit) -> str:
    """Return a list or clause without white space and without the marks （拟） of proposals.

    White space with units on both sides parts them; any other comes from the lines of a narrow cell.

    Args:
        text: the list or clause.
        known: see :data:`Known`.
    """
    return squeeze(_parted_at_spaces(_PROPOSAL_MARK.sub("", text), known))


def looks_like_unit(name: str) -> bool:
    """Return whether a text has the form of a unit's name: its length, its ending, no words of a sentence."""
    bare = re.sub(r"[（(〈<＜〔\[][^（(〈<＜〔\[]*[）)〉>＞〕\]]", "", name)
    return (
        2 <= len(name) <= _LONGEST_UNIT
        and not re.search(
            r"[：:。！？“”的]|——|－－|—[各省市县区]|由|自行|应当|必须|可以|不得|已经|其(?!他)|要(?:加|做|求|按)", name
        )
        and bare.endswith(vocabulary().clauses.unit_ends)
        and _list_forms().duty.search(name) is None
    )


def names_units_alone(text: str) -> bool:
    """Return whether a text is nothing but names of units that are known or begin like one: 市水利局、市气象局.

    Args:
        text: a heading, or what stands in a bracket.
    """
    units = read_units(text).units
    starts = vocabulary().clauses.unit_starts
    return bool(units) and all(
        looks_like_unit(unit) and (unit.startswith(starts) or known_unit(unit)) for unit in units
    )


def lists_units(text: str, *, alone: bool = False) -> bool:
    """Return whether a text is a list of units, though some of its names may be unknown: 县财政局、延长石油集团.

    Most of its names must be built like units, and one of them must be known or begin with a level; half of them are
    enough, and one by itself, where the ending is one that only units have.

    Args:
        text: what stands in a bracket or on a line of its own.
        alone: the text has no bracket of its own to speak for it: two names at least, and all of them built like units.
    """
    words = vocabulary().clauses
    if text.startswith(words.remark_starts) or len(text) > _LONGEST_LIST or re.search("[：:。！？“”《》]", text):
        return False
    names = read_units(text).units
    built = [name for name in names if looks_like_unit(name)]
    sure = [name for name in built if known_unit(name) or (name.startswith(words.unit_starts) and len(name) > 2)]
    if alone:
        return len(names) > 1 and len(built) == len(names) and 2 * len(sure) > len(names) and "、" in text
    if len(names) == 1:
        return bool(built) and (bool(sure) or (len(text) >= _SHORTEST_ALONE and text.endswith(words.sure_ends)))
    most = 2 * len(built) - len(names)
    enough = most > 0 or (most == 0 and any(name.endswith(words.sure_ends) for name in sure))
    return bool(sure) and enough and all(_may_be_name(name) for name in names)


def holds_unit(text: str) -> bool:
    """Return whether among the names in a bracket stands one that is a unit beyond doubt, whatever the others are."""
    words = vocabulary().clauses
    if text.startswith(words.remark_starts) or _COUNTED.search(text):
        return False
    built = [name for name in read_units(text).units if looks_like_unit(name) and name.endswith(words.sure_ends)]
    return any(known_unit(name) or name.startswith(words.unit_starts) for name in built)


def _may_be_name(name: str) -> bool:
    """Whether a name may be that of a unit nobody knows: short, no figure, not something to do."""
    return looks_like_unit(name) or (
        2 <= len(name) <= _LONGEST_STRANGER
        and not re.search(r"[0-9０-９%％]", name)
        and not name.startswith((*vocabulary().clauses.remark_starts, *vocabulary().verbs))
    )


def without_duty(text: str) -> str:
    """Return a list of units without the words of duty behind it (按职责分工负责, 配合)."""
    duties = vocabulary().clauses.duties
    while (duty := next((word for word in duties if text.endswith(word)), None)) and len(duty) < len(text):
        text = text[: -len(duty)].rstrip(TAIL)
    # whatever stands behind 按职责 says what is done, in words that no list can hold
    return _list_forms().duty.sub("", text)


def ends_in_duty(text: str) -> bool:
    """Return whether a list of units ends in words of duty: 负责, 配合, 按职责组织."""
    return text.endswith(vocabulary().clauses.duties) or _list_forms().duty.search(text) is not None


def _without_own_duty(piece: str) -> str:
    """Return one unit of a list without a duty that it alone has: 县公安局配合、县水利局参与."""
    if looks_like_unit(piece):
        return piece
    bare = without_duty(piece)
    return bare if looks_like_unit(bare.removesuffix("等")) else piece


def _parted_at_spaces(text: str, known: Known) -> str:
    """Put a 、 into the white space that has a unit on both sides: 发展改革委 能源局; any other stays."""
    pieces = re.split(r"(\s+)", text)
    for index in range(1, len(pieces) - 1, 2):
        left = _conjuncts(re.split("[：:]", split_outside(pieces[index - 1], SEPARATORS)[-1])[-1], known)[-1:]
        right = _conjuncts(_list_forms().etc.sub("", split_outside(pieces[index + 1], SEPARATORS)[0]), known)[:1]
        if left and right and all(_stands_alone(name, known) for name in (*left, *right)):
            pieces[index] = "、"
    return "".join(pieces)


def _stands_alone(name: str, known: Known) -> bool:
    return len(name) > 2 and (looks_like_unit(name) or known(name))


def _conjuncts(piece: str, known: Known) -> list[str]:
    """Part “A和B” when both sides are whole units; 规划和自然资源局 stays one."""
    signs = list(_AND.finditer(piece))
    if not piece or not signs or known(piece) or _list_forms().each.fullmatch(piece):
        return [piece] if piece else []
    ends, starts = (*vocabulary().clauses.unit_ends, "）", ")", "〉"), vocabulary().clauses.unit_starts
    for sign in signs:
        left, right = piece[: sign.start()], piece[sign.end() :]
        if not left or not right or depth(left) != 0:
            continue
        rest = _conjuncts(right, known)
        # a name goes on after 和 without its level (农业农村和水利局), so without one both must be known
        if left.endswith(ends) if right.startswith(starts) else known(left) and known(rest[0]):
            return [left, *rest]
    return [piece]
