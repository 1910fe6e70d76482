"""Words that say by when: moments (2027年6月底前, 每年汛前, 长期) and what stands around them in a clause."""

from __future__ import annotations

import re

from plangen.terms.resources import knowledge_cache
from plangen.terms.text import half_width
from plangen.terms.time_spans import DASH
from plangen.terms.vocabulary import vocabulary

LONGEST_TIME = 40
"""Characters of the longest deadline that is read or printed."""

_BEFORE_TIME = (
    "力争到?|争取到?|努力到|确保|保证|计划|预计|原则上|不晚于|最迟|截至|截止|自|从|于|在|到|至|须|应|要|拟|并|且"
)
_BY = "(?:[底末初](?:[之以]?前)?|[之以]?前)"
_MOMENTS = (
    r"(?:20\d\d年?[-—–－~～至到]+)?20\d\d年"
    rf"(?:第?[一二三四1-4]季度|[上下]半年|\d{{1,2}}(?:月份?(?:[上中下]旬|\d{{1,2}}日)?|(?=[-—–－~～至到]\d{{1,2}}月)))?"
    rf"(?:{DASH}(?:第?[一二三四1-4]季度|下半年|\d{{1,2}}月份?(?:[上中下]旬|\d{{1,2}}日)?|\d{{1,2}}日)止?)?"
    rf"(?:年?{_BY}|起|以来|度|内)?",
    rf"[当本次今明]?年(?:{_BY}|内)|\d{{1,2}}月份?(?:\d{{1,2}}日)?{_BY}",
    r"每(?:半年|[两三]年|年度?|季度?|个?月|周|旬|日|天)"
    rf"(?:\d{{1,2}}月份?(?:\d{{1,2}}日)?)?(?:入?汛[前期后中]|{_BY}|[上下]半年)?",
    "长期|持续|常态化?|经常性?|常年|长年|全年|逐年|滚动|分年度|按年度|即日起",
    f"(?:规划|方案|实施|计划)期[内末满间]?{_BY}?",
    f'[“"‘]?十[一二三四五六七八九]五[”"’]?(?:时期|期间|期)?内?{_BY}?',
    r"(?:本?方案|规划|文件)?印发(?:之日起|[以之]?后)\d{1,2}(?:个?月|日|天|个工作日|年)之?内",
)
_DONE = (
    "全部|全面|基本|如期|取得实效|完成|建成|坚持|推进|推动|开展|组织|实施|落实|到位|执行|进行|见效|达标|启动|"
    "投入使用|投入运行|投用|任务|(?:不少于|至少)?[一二两三四五六七八九十0-9]+次"
)


@knowledge_cache
def _moment_word() -> re.Pattern[str]:
    open_words = sorted(vocabulary().open_deadlines, key=len, reverse=True)
    return re.compile("|".join((*_MOMENTS, *map(re.escape, open_words))))


@knowledge_cache
def _time_word() -> re.Pattern[str]:
    return re.compile(f"(?P<moment>{_moment_word().pattern})|(?P<done>{_DONE})|(?P<before>{_BEFORE_TIME})")


def names_time(text: str) -> bool:
    """Return whether a moment is named anywhere in a text: 2027年6月底前, 每年汛前, 长期."""
    return _moment_word().search(half_width(text)) is not None


def end_of_time(text: str, start: int = 0) -> int:
    """Return where the words of time end that stand at ``start``; ``start`` itself where none stand there.

    Words of time are moments (2027年6月底前, 每年汛前, 长期), what leads up to them (力争到) and that something is done
    then (完成, 推进); at least one moment is among them.  Word by word, so that no text makes it slow.

    Args:
        text: a piece of a clause without white space.
        start: where to look.
    """
    flat = half_width(text)
    position, end, found = start, start, False
    while match := _time_word().match(flat, position):
        if match["done"] and not found:
            break
        found = found or match["moment"] is not None
        position = match.end()
        if found and match["before"] is None:
            end = position
    return end


def start_of_time(text: str) -> int:
    """Return where the words of time begin that close a text; its length where it does not end in any."""
    tail = half_width(text[-LONGEST_TIME:])
    for start in range(len(tail)):
        if end_of_time(tail, start) == len(tail):
            return len(text) - len(tail) + start
    return len(text)


OPEN_FORMS = (
    "长期(?:坚持|推进|开展|实施|执行|任务)?",
    "(?:持续|常态化?|常年|滚动|逐年|分年度|按年度)(?:坚持|推进|开展|实施|落实|进行)?",
    "(?:规划|方案|实施)期(?:内|末|满)(?:以?前)?(?:完成|实施|持续推进)?",
    '[“"]?十[一二三四五六七八九]五[”"]?(?:时期|期间|期)?(?:内|末)?(?:以?前)?',
    "每(?:年|半年|[两三]年|季度?|月|周|日|天).{0,20}",
    "(?:本?方案)?印发(?:之日起|以?后)[0-9]{1,2}(?:个?月|日|天|个工作日)(?:之?内)(?:完成)?",
)
"""What a deadline without a year may be (长期坚持, 每年汛前); anything else says when nobody can tell (明年, 尽快)."""


def is_open_time(text: str) -> bool:
    """Return whether a deadline is one of the forms without a year, or several of them: 持续推进，每年汛前."""
    return all(
        any(re.fullmatch(form, part) for form in OPEN_FORMS) for part in re.split("[，、；,;]", half_width(text))
    )
