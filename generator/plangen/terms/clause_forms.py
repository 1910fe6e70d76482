"""The forms of responsibility clauses, made of the verbs and labels in outline.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plangen.terms.resources import knowledge_cache
from plangen.terms.vocabulary import vocabulary


@dataclass(frozen=True)
class ClauseForms:
    """The forms of clauses, made of the words in outline.yaml.

    Attributes:
        lead: “A、B牵头负责”, from the beginning of a sentence.
        leading_piece: a whole piece between commas that says who leads or answers.
        with_support: “A负责，B配合”: the second half makes A the leading one.
        supported: a sentence that ends in a word of taking part.
        takes_part: a piece that says what a unit does.
        speaks: words by which a sentence may be about duties at all.
        suspected: what reads like a clause in running text.
        arrangement: what speaks of how the work is arranged and not of who does it: 由某局牵头、各部门参与的工作机制.
        first_leads: a statement that of each list the unit named first leads.
        same_below: “，下同” behind a clause.
        labelled: a labelled part of a clause, whatever its label (适用范围：沿河各县).
        role: the mark behind a single unit of a list that says what it does: 市水利局（牵头）.
        person: who is named in front of the units, with what stands between: 分管副县长：某某，.
        rider: what a unit does, where names are looked for: 定期通报.
        labels_elsewise: a label that stands in brackets, or before a dash or a space, instead of a colon.
        label_level: the level in front of a label: 县级牵头单位.
        label: a label with its colon, in the group that is called as its kind.
        opener: what only points back to the work before who does it is named (此项工作由……).
    """

    lead: re.Pattern[str]
    leading_piece: re.Pattern[str]
    with_support: re.Pattern[str]
    supported: re.Pattern[str]
    takes_part: re.Pattern[str]
    speaks: re.Pattern[str]
    suspected: re.Pattern[str]
    arrangement: re.Pattern[str]
    first_leads: re.Pattern[str]
    same_below: re.Pattern[str]
    labelled: re.Pattern[str]
    opener: re.Pattern[str]
    role: re.Pattern[str]
    person: re.Pattern[str]
    rider: re.Pattern[str]
    labels_elsewise: re.Pattern[str]
    label_level: re.Pattern[str]
    label: re.Pattern[str]


@knowledge_cache
def clause_forms() -> ClauseForms:
    """Return the forms of clauses; they are made once."""
    words = vocabulary().clauses
    lead, tails, answer, support = (
        f"(?:{'|'.join(found)})" for found in (words.lead_verbs, words.lead_tails, words.answering, words.support_verbs)
    )
    office = "(?:局|委|办|部|厅|室|院|会|中心|政府|公司|集团|单位|部门|乡镇|街道)"
    long_labels = "|".join(
        sorted((one for found in words.labels.values() for one in found if len(one) > 3), key=len, reverse=True)
    )
    return ClauseForms(
        lead=re.compile(rf"^(?P<units>.+?)(?:共同|联合)?{lead}{tails}*(?P<separator>[，,、；;]|$|(?=会同|{support}))"),
        leading_piece=re.compile(rf"(?:由|请)?[^，,；;：:]+?(?:{lead}{tails}*|{answer})"),
        with_support=re.compile(rf"^(?P<lead>[^，,]+?){answer}[，,](?P<rest>.+){support}[^，,]*$"),
        supported=re.compile(rf"{support}$"),
        takes_part=re.compile(rf"{lead}|(?:{answer}|{support})$"),
        speaks=re.compile(rf"{lead}|{answer}|(?:单位|部门|主体)[：:]"),
        suspected=re.compile(
            rf"由[^，,。；;]{{2,40}}{lead}(?!单位|部门|责任|人|的)|(?:{lead}|责任|{support}|{answer})(?:单位|部门)[：:]"
            rf"|[^，,。；;]{{2,30}}{office}(?:{lead}|{answer})[，,][^。；;]{{2,80}}{support}"
            rf"|{office}{lead}{tails}*[^，,。；;的]{{0,12}}(?=[，,。；;]|$)"
        ),
        arrangement=re.compile(rf"[^。；;]{{2,60}}的[^，,。；;]{{0,8}}(?:{'|'.join(words.arrangements)})"),
        first_leads=re.compile(
            rf"(?P<open>[，,；;。（(]?)(?:其中)?[^，,；;。、（(]{{0,8}}(?:{'|'.join(words.first)})"
            rf"[^，,；;。、]{{0,8}}{lead}[^，,；;。、）)]{{0,4}}"
        ),
        same_below=re.compile(rf"[，,；;、（(]?(?:{'|'.join(words.same_below)})[）)]?"),
        labelled=re.compile(r"[\u4e00-\u9fff]{2,8}[：:]"),
        role=re.compile(
            rf"[（(〔\[【](?:(?P<lead>{lead}|{'|'.join(words.lead_labels)})|{support}|{'|'.join(words.support_labels)}"
            r")(?:负责)?[）)〕\]】]"
        ),
        person=re.compile(
            rf"^[\u4e00-\u9fff]{{0,10}}(?:{'|'.join(words.person_ends)})[：:][^，,；;。：:]{{2,30}}[，,；;](?=.)"
        ),
        rider=re.compile(f"^(?:{'|'.join((*words.rider_starts, *vocabulary().verbs, *vocabulary().heading_verbs))})"),
        labels_elsewise=re.compile(
            rf"[【\[〔［（(<〈＜](?P<inside>{long_labels})[】\]〕］）)>〉＞]\s*[：:]?\s*(?=[0-9\u4e00-\u9fff])"
            rf"|(?:(?<=[。；;，,、（(【\[［〔{{｛<〈‹＜\s])|^)(?P<before>{long_labels})(?:\s*[—–－―-]{{1,2}}\s*|\s+)"
            r"(?=[0-9\u4e00-\u9fff])"
        ),
        opener=re.compile(f"^(?:{'|'.join(words.openers)})[，,]?(?=拟|建议|暂|由|请|{'|'.join(words.unit_starts)})"),
        label_level=re.compile(rf"^[国省市县区旗州盟乡镇村]{{1,2}}(?:家|级|直|里)?(?={long_labels})"),
        label=re.compile(
            "|".join(
                f"(?P<{kind}>(?:{'|'.join(map(re.escape, found))})[：:])"
                for kind, found in words.labels.items()
                if found
            )
        ),
    )


def speaks_of_duties(text: str) -> bool:
    """Return whether a text may be about who does what: it has a verb of leading or answering, or a label."""
    return clause_forms().speaks.search(text) is not None


def names_lead(text: str) -> bool:
    """Return whether a text says of anybody that he leads (牵头, 主责)."""
    return any(verb in text for verb in vocabulary().clauses.lead_verbs)


def says_first_leads(text: str) -> bool:
    """Return whether a text says that of each list of units the first one leads (排在第一位的为牵头单位)."""
    return clause_forms().first_leads.search(text) is not None


def says_same_below(text: str) -> bool:
    """Return whether what a text says of its clause holds for those below too (下同)."""
    return clause_forms().same_below.search(text) is not None


def without_declarations(text: str) -> str:
    """Return a clause without what it says about reading clauses: that the first unit leads, 下同."""
    forms = clause_forms()
    return forms.same_below.sub("", forms.first_leads.sub("", text))


def with_colons(text: str) -> str:
    """Return a text in which every label has its colon: 【牵头单位】某局 and 责任单位—某局 have none."""

    def written(match: re.Match[str]) -> str:
        parted = match.start() == 0 or text[match.start() - 1] in "。；;，,、：:（(【[［〔{｛<〈‹＜\n \u3000"
        return f"{'' if parted else '；'}{match['inside'] or match['before']}："

    return clause_forms().labels_elsewise.sub(written, text)


def without_person(text: str) -> str:
    """Return a clause without the persons who are named in front of the units: 分管副县长：某某，县应急局牵头."""
    while (match := clause_forms().person.match(text)) and match.end() < len(text):
        text = text[match.end() :]
    return text


def without_label_level(text: str) -> str:
    """Return a text without the level in front of the label that it begins with: 县级牵头单位：某局."""
    return clause_forms().label_level.sub("", text)


def is_rider(piece: str) -> bool:
    """Return whether a piece between commas says what is done and names no unit: 定期通报, 每月报送进展."""
    return clause_forms().rider.match(piece) is not None


def labels_in(segment: str) -> Iterator[tuple[int, int, str]]:
    """Yield start of a label, start of what it labels, and its kind."""
    for match in clause_forms().label.finditer(segment) if any(colon in segment for colon in "：:") else ():
        yield match.start(), match.end(), str(match.lastgroup)


def label_at(text: str, position: int, labels: Iterable[str]) -> int | None:
    """Return where the value begins of a label such as 牵头单位： that stands at a place, or None."""
    for label in labels:
        if text.startswith(label, position):
            end = position + len(label)
            if text[end : end + 1] in ("：", ":"):
                return end + 1
    return None
