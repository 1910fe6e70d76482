"""Templates of somebody else: they see plain data and nothing of the program, and cannot run for ever."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from jinja2 import Undefined
from markupsafe import Markup

from plan_builders import WAIVED, build, clause, item, parent, spec
from plangen.document import metering
from plangen.document.compose import annexes_of, chapter_environment, compose, context_of
from plangen.document.department import departments
from plangen.document.metering import ALLOWED_FILTERS
from plangen.document.sandbox import Sandbox
from plangen.document.template_pack import load_pack
from plangen.document.views import TemplateFunction, View, Viewer
from plangen.plan.model import CountyPlan
from plangen.terms.findings import FindingsError
from plangen.terms.resources import own_knowledge

PLAIN = {str, int, float, bool, type(None), Markup}


def a_plan(folder: Path | None = None) -> CountyPlan:
    return build(
        parent(
            item("I01", "死亡人数", target="下降15%", responsibility=clause("市水利局")),
            item("G01", "基础更牢", responsibility=clause("市应急局")),
            item("T01", "健全体系", item("T01.1", "成立专班"), responsibility=clause("市应急局", with_=("市水利局",))),
            item("T02", "防汛", responsibility=clause("市水利局", with_=("市安委会成员单位",))),
            item("P01", "建设堤防", responsibility=clause("市水利局")),
        ),
        spec({"T02": WAIVED}, facts={"villages": 69, "gas.total": 2.5}, template=folder, date=date(2026, 12, 15)),
    )[0]


def chapter(folder: Path, text: str, plan: CountyPlan | None = None) -> str:
    """Compose a document of one chapter."""
    (folder / "pack.yaml").write_text("chapters: [one.md.j2]\n", "utf-8")
    (folder / "one.md.j2").write_text(text, "utf-8")
    return compose(plan or a_plan(folder), load_pack("implementation", folder)).rstrip("\n")


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(FindingsError) as raised:
        chapter(folder, text)
    (finding,) = raised.value.findings
    assert finding.location.file is not None and finding.location.file.endswith("one.md.j2")
    return finding.code


# ------------------------------------------------------------------------------------------------ reach


def reached(environment: Sandbox, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield everything that a template can get at from some values, with the way to it."""
    waiting: list[tuple[str, Any]] = list(values.items())
    seen: dict[int, Any] = {}
    while waiting:
        way, value = waiting.pop()
        if id(value) in seen:
            continue
        seen[id(value)] = value
        yield way, value
        if isinstance(value, Mapping):
            waiting += [(f"{way}[{key!r}]", entry) for key, entry in value.items()]
        elif isinstance(value, (list, tuple)):
            waiting += [(f"{way}[{place}]", entry) for place, entry in enumerate(value)]
        for name in dir(value):
            for step in (environment.getattr, environment.getitem):
                if not isinstance(found := step(value, name), Undefined):
                    waiting.append((f"{way}.{name}", found))


def is_plain(value: Any) -> bool:
    if type(value) in PLAIN or isinstance(value, (View, TemplateFunction)):
        return True
    if type(value) in {tuple, list, dict, MappingProxyType}:
        return True  # what is in them is walked too
    # a method that the sandbox lets through: of a text, a list, a mapping, or the walk of a view
    return callable(value) and isinstance(getattr(value, "__self__", None), (str, tuple, list, Mapping, View))


def test_nothing_but_plain_data_is_in_reach(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    pack = load_pack("implementation")
    environment = chapter_environment(pack)
    context = context_of(plan, pack, annexes_of(plan, pack))
    context["department"] = Viewer().plain(departments(plan)[0])
    found = list(reached(environment, {**environment.globals, **context}))
    strange = [f"{way}: {type(value)}" for way, value in found if not is_plain(value)]
    assert strange == []
    texts = [value for _, value in found if isinstance(value, str)]
    assert {"成立专班", "晋城市“十五五”应急体系规划", "县域没有这类企业", "重点任务分工表"} <= set(texts)
    assert not any(str(tmp_path) in text for text in texts)


def test_what_filters_and_functions_give_is_plain_too(tmp_path: Path) -> None:
    plan, pack = a_plan(), load_pack("implementation")
    environment = chapter_environment(pack)
    context = context_of(plan, pack, annexes_of(plan, pack))
    values = [value for _, value in reached(environment, context) if not callable(value)]
    given = 0
    functions: list[Callable[..., Any]] = [value for value in context.values() if isinstance(value, TemplateFunction)]
    functions += [function for name, function in environment.filters.items() if name not in ALLOWED_FILTERS]
    for function in functions:
        for value in values:
            environment.meter.spent = 0
            try:
                result = function(value)
            except Exception:  # the value is none that the function is for
                continue
            given += 1
            assert is_plain(result), (function, value)
    assert given > 200


def test_an_object_of_the_program_is_refused_before_anything_is_rendered(tmp_path: Path) -> None:
    for value in (tmp_path, {"inside": [tmp_path]}, open, Path, load_pack, {1, 2}, b"bytes", object()):
        with pytest.raises(TypeError):
            Viewer().plain(value)


@pytest.mark.parametrize(
    "text",
    [
        '{{ settings.template.joinpath("../x").write_text("owned") }}',
        "{{ settings.template }}",
        "{{ settings.date.today() }}",
        "{{ plan.spec.path }}",
        "{{ plan.__class__ }}",
        "{{ plan.parents[0].tasks }}",
        "{{ fact.__globals__ }}",
        "{{ fact._function }}",
        "{{ plan.walk.__func__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{% macro m() %}{% endmacro %}{{ m._func }}",
        "{% macro m() %}{% endmacro %}{{ m._environment }}",
        "{% for x in [1] %}{{ loop._iterator }}{% endfor %}",
        '{% import "macros.md.j2" as m %}{{ m._body_stream }}',
        '{% import "macros.md.j2" as m %}{{ m.tail._environment }}',
        "{{ range.__call__ }}",
        "{{ namespace.__init__ }}",
        '{{ "x".format(1) }}',
        '{{ "{0.__class__}".format(1) }}',
        '{{ "x"|attr("__class__") }}',
        '{{ ["a"]|map(attribute="__class__")|join }}',
        '{{ ["a"]|map("attr", "upper")|join }}',
        '{{ [plan]|map(attribute="spec.path")|join }}',
        "{{ plan }}",
        '{{ "" ~ plan }}',
        "{{ plan|string }}",
        "{{ plan.tasks }}",
        "{{ fact }}",
        "{{ pack.items }}",
        "{{ [1, 2]|random }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ plan|pprint }}",
        "{{ plan|tojson }}",
        '{{ pack.title_words.append("x") }}',
        '{% include "../secret.txt" %}',
        '{% include "/etc/hostname" %}',
    ],
)
def test_what_is_no_business_of_a_template(tmp_path: Path, text: str) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "secret.txt").write_text("口令", "utf-8")
    assert refusal(tmp_path / "pack", text).startswith("template-")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pack", "secret.txt"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ county.towns | join('、') }}", "芝河镇"),
        ("{{ '、'.join(county.towns) }}", "芝河镇"),
        ("{{ 'a-b'.replace('-', '') }}", "ab"),
        ("{{ settings.date.year }}-{{ settings.date.month }}", "2026-12"),
        ("{{ '%.1f' % 2.25 }}，{{ '%02d'|format(7) }}", "2\\.2，07"),
        ("{% for top in plan.tasks %}{% for x in top.walk() %}{{ x.reference }};{% endfor %}{% endfor %}", "1;1\\.1;"),
        ("{% for x in plan.tasks if x.items %}{{ loop.index }}/{{ loop.length }}{% endfor %}", "1/1"),
        ("{{ fact('villages') }},{{ fact('gas.total') }},{{ known('gas.total', 'none') }}", "69,2\\.5,False"),
        ("{% set n = namespace(s=0) %}{% for x in [1, 2] %}{% set n.s = n.s + x %}{% endfor %}{{ n.s }}", "3"),
        ("{% for k, g in plan.tasks|groupby('kind') %}{{ k }}{{ g|length }}{% endfor %}", "task1"),
        ("{{ plan.tasks[0].kind }}{{ plan.indicators[0].kind }}", "taskindicator"),
        ("{{ 1.5 * 1000000000 }}，{{ 2 ** 10 }}，{{ 7 % 4 }}", "1500000000.0，1024，3"),
        ("{{ county.name ~ 1 ~ '*' }}{% if 'b' in 'abc' %}y{% endif %}{{ 'abc'[1:] }}", "永和县1\\*ybc"),
        ("{% macro m(n) %}{% if n %}{{ n }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}", "321"),
        ("{{ 12345|round(1) }}{{ '甲乙丙丁'|truncate(2, true, '', 0) }}", "12345甲乙"),
    ],
)
def test_what_templates_may_do(tmp_path: Path, text: str, printed: str) -> None:
    assert chapter(tmp_path, text) == printed


# ------------------------------------------------------------------------------------------------ bombs

GROW = "{%% set ns = namespace(s=%s) %%}{%% for i in range(60) %%}{%% set ns.s = %s %%}{%% endfor %%}{{ ns.s|length }}"
NEST = "{%% set ns = namespace(s=%s) %%}{%% for i in range(60) %%}{%% set ns.s = %s %%}{%% endfor %%}%s"
SELF = "{%% macro f(n) %%}{%% if n %%}%s{%% endif %%}{%% endmacro %%}{{ f(40) }}"
BIG = "{% set big = 'ab' * 300000 %}"
MANY = "{% set many = [1] * 300000 %}"
BOMBS = {
    "range": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "letters": "".join(f"{{% for {x} in 'a' * 20 %}}" for x in "abcdefgh") + "{% endfor %}" * 8,
    "lazily": "{% for a in range(9999)|map('string') %}{% for b in range(9999)|map('abs') %}{% endfor %}{% endfor %}",
    "rejected": "{% for a in range(99999) if a < 0 %}{% endfor %}" * 200,
    "concat": GROW % ("'aaaaaaaaaa'", "ns.s ~ ns.s"),
    "plus": GROW % ("[1]", "ns.s + ns.s"),
    "plus text": GROW % ("'ab'", "ns.s + ns.s"),
    "join": GROW % ("'ab'", "[ns.s, ns.s]|join"),
    "method join": GROW % ("'ab'", "ns.s.join([ns.s, ns.s, ns.s])"),
    "replace": GROW % ("'aa'", "ns.s|replace('a', ns.s)"),
    "replace by name": GROW % ("'aa'", "ns.s|replace(new=ns.s, old='a')"),
    "method replace": GROW % ("'aa'", "ns.s.replace('a', ns.s)"),
    "block": "{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s %}{{ ns.s }}{{ ns.s }}{% endset %}"
    "{% endfor %}",
    "times": '{{ "x" * 10000000000 }}',
    "times list": "{{ ([1] * 100000) * 100000 }}",
    "integers": GROW % ("9", "ns.s * ns.s"),
    "power": "{{ 9 ** 999999 }}",
    "ljust": '{{ "a".ljust(1000000000) }}',
    "center": '{{ "a"|center(1000000000) }}',
    "indent": '{{ "a\\nb"|indent(1000000000) }}',
    "format": '{{ "%1000000000d"|format(1) }}',
    "percent": '{{ "%1000000000d" % 1 }}',
    "percent star": '{{ "%*d" % (1000000000, 1) }}',
    "slice": '{{ "a"|slice(1000000000, "x")|list|length }}',
    "batch": '{{ "a"|batch(1000000000, "x")|list|length }}',
    "macro": SELF % "{{ f(n-1) }}{{ f(n-1) }}",
    "macro of text": BIG + SELF % "{{ f(n-1) }}{{ f(n-1) }}{{ big }}",
    "macro without end": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "include without end": '{% include "one.md.j2" %}',
    "written in a macro": "{% macro f() %}{% for i in range(300000) %}"
    + "长" * 9999
    + "{% endfor %}{% endmacro %}{{ f() }}",
    "included": '{% set x %}{% for i in range(300000) %}{% include "macros.md.j2" %}{% endfor %}{% endset %}',
    "nested lists": NEST % ("[1]", "[ns.s, ns.s]", "{{ ns.s|string }}"),
    "nested compare": NEST % ("[1]", "[ns.s, ns.s]", "{{ ns.s == ns.s|list }}"),
    "nested keys": NEST % ("(1, 1)", "(ns.s, ns.s)", "{{ {ns.s: 1} }}"),
    "nested lookup": NEST % ("(1, 1)", "(ns.s, ns.s)", "{{ pack[ns.s] }}"),
    "looked for": BIG + "{% for i in range(300000) %}{% if 'c' in big %}{% endif %}{% endfor %}",
    "searched": MANY + "{% for i in range(300000) %}{% if 2 in many %}{% endif %}{% endfor %}",
    "tested": MANY + "{% for i in range(300000) %}{% if 2 is in many %}{% endif %}{% endfor %}",
    "counted": BIG + "{% for i in range(300000) %}{% set x = big.count('a') %}{% endfor %}",
    "cut": BIG
    + "{% set ns = namespace(s=[]) %}{% for i in range(99999) %}{% set ns.s = ns.s + [big[i:]] %}{% endfor %}",
    "biggest": MANY + "{% for i in range(300000) %}{% set x = many|max %}{% endfor %}",
    "sorted": MANY + "{% for i in range(300000) %}{% set x = many|sort %}{% endfor %}",
    "lists of text": "{{ (['长' * 99999] * 9999)|map('list')|list|length }}",
    "sum of lists": "{{ ([[1] * 999] * 9999)|sum(start=[])|length }}",
    "dict": "{% for i in range(300000) %}{% set x = dict([[i, 'ab' * 99999]]) %}{% endfor %}",
    "recursive loop": "{% for x in plan.tasks recursive %}{{ loop(plan.tasks) }}{% endfor %}",
    "block of itself": "{% block a %}{{ self.a() }}{{ self.a() }}{% endblock %}",
    "brackets": "{{ " + "(" * 100_000 + " }}",
    "long": "{{ 1 }}" * 200_000,
    "percent of values": '{{ (("%(a)s" * 3000) % {"a": "x" * 400000})|length }}',
    "format of values": '{{ ("%s" * 3000)|format("x" * 400000) }}',
    "searched from the end": '{{ ("a" * 200000).rfind("ab" + "a" * 50000) }}',
    "cut from the end": '{{ ("a" * 200000).rsplit("ab" + "a" * 50000)|length }}',
    "text of a namespace": NEST % ("1", "namespace(s=[ns.s, ns.s])", "{{ ns.s|string|length }}"),
    "joined namespaces": NEST % ("1", "namespace(s=[ns.s, ns.s])", "{{ ns.s ~ ns.s }}"),
    "lazily sorted": "{% set ns = namespace(a=(1,), b=(1,)) %}{% for i in range(34) %}{% set ns.a = (ns.a, ns.a) %}"
    "{% set ns.b = (ns.b, ns.b) %}{% endfor %}{% set x = namespace(s=ns.a) %}{% set y = namespace(s=ns.b) %}"
    '{{ [x, y]|map(attribute="s")|sort|length }}',
    "address of a method": '{{ "a".join|string }}',
    "sum of ones": "{{ " + "1 + " * 20_000 + "1 }}",
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_bombs_cost_a_finding(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metering, "MAXIMUM_WORK", metering.MAXIMUM_WORK // 20)  # all is in proportion to it
    start = time.process_time()
    assert refusal(tmp_path, BOMBS[name]) in {"template-forbidden", "template-failed", "template-syntax"}
    assert time.process_time() - start < 5


@pytest.mark.parametrize("name", ["letters", "macro", "sorted"])
def test_the_whole_budget_is_spent_in_bounded_time(tmp_path: Path, name: str) -> None:
    start = time.process_time()
    assert refusal(tmp_path, BOMBS[name]) == "template-forbidden"
    assert time.process_time() - start < 30


def test_after_the_budget_is_spent_no_further_chapter_is_blamed(tmp_path: Path) -> None:
    (tmp_path / "principles.md.j2").write_text(BOMBS["range"], "utf-8")
    with pytest.raises(FindingsError) as raised:
        compose(a_plan(tmp_path), load_pack("implementation", tmp_path))
    assert [finding.code for finding in raised.value.findings] == ["template-forbidden"]


# ------------------------------------------------------------------------------------------------ pack.yaml

REFERENCES = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    "text",
    [
        "5",
        "chapters: 5",
        "chapters: [1, 2]",
        "chapters: [title.md.j2]\nannexes: 5",
        "chapters: [title.md.j2]\nannexes: [a, b]",
        "chapters: [title.md.j2]\nannexes: {1: 表}",
        "chapters: [title.md.j2]\nannexes: {tasks: [表]}",
        "chapters: [title.md.j2]\nannexes: {tasks: ''}",
        "chapters: [title.md.j2]\ntitle_words: 5",
        "chapters: [title.md.j2]\ntitle_words: [[规划]]",
        "chapters: [title.md.j2]\nmore: !!binary aGk=",
        "chapters: [title.md.j2]\nmore: !!set {a, b}",
        "chapters: [title.md.j2]\nmore: !!python/object:os.system {}",
        f"chapters: [title.md.j2]\n{REFERENCES}",
        "chapters: [title.md.j2]\nmore: &more [*more]",
        "chapters: [" + "title.md.j2, " * 20_000 + "]",
        "chapters: [title.md.j2",
    ],
)
def test_a_pack_file_that_cannot_be_used_is_a_finding(tmp_path: Path, text: str) -> None:
    (tmp_path / "pack.yaml").write_text(text, "utf-8")
    with pytest.raises(FindingsError) as raised:
        load_pack("implementation", tmp_path)
    assert [finding.code for finding in raised.value.findings] == ["template-pack-unreadable"]


def own_annex(folder: Path, annexes: str, chapters: str, text: str = "") -> None:
    shipped = (Path(load_pack("implementation").folders[0]) / "pack.yaml").read_text("utf-8")
    shipped = shipped.replace("  - annex-trace.md.j2", f"{chapters}  - annex-trace.md.j2", 1)
    (folder / "pack.yaml").write_text(shipped.replace("\nannexes:\n", f"\nannexes:\n{annexes}", 1), "utf-8")
    if text:
        (folder / "annex-funds.md.j2").write_text(text, "utf-8")


FUNDS = '{% set annex = annex_named("funds") %}\n{% include "annex-head.md.j2" %}\n\n\n资金由{{ county.name }}统筹。\n'


def test_an_annex_of_the_planners_own_is_numbered_listed_and_printed(tmp_path: Path) -> None:
    own_annex(tmp_path, "  funds: 资金安排表\n", "  - annex-funds.md.j2\n", FUNDS)
    pack = load_pack("implementation", tmp_path)
    assert pack.findings == ()
    text = compose(a_plan(tmp_path), pack)
    assert "附件：1.资金安排表\\\n2.目标指标分解表\\\n" in text
    assert "{.annex-mark}\n附件1\n\n{.annex-title}\n资金安排表\n\n资金由永和县统筹。" in text
    assert "附件2\n\n{.annex-title}\n目标指标分解表" in text


@pytest.mark.parametrize(
    ("annexes", "chapters", "code", "severity"),
    [
        ("  funds: 资金安排表\n", "", "annex-without-chapter", "error"),
        ("", "  - annex-funds.md.j2\n", "annex-not-listed", "warning"),
    ],
)
def test_an_annex_that_is_only_half_there_is_a_finding(
    tmp_path: Path, annexes: str, chapters: str, code: str, severity: str
) -> None:
    own_annex(tmp_path, annexes, chapters, FUNDS)
    found = [finding for finding in load_pack("implementation", tmp_path).findings if finding.code.startswith("annex")]
    assert [(finding.code, finding.severity) for finding in found] == [(code, severity)]
    assert "funds" in found[0].message and "funds" in (found[0].hint or "")


@pytest.mark.parametrize(("text", "code"), [("", "template-missing"), ("{% if 0 %}x{% endif %}", "annex-empty")])
def test_an_annex_that_prints_nothing_is_a_finding(tmp_path: Path, text: str, code: str) -> None:
    own_annex(tmp_path, "  funds: 资金安排表\n", "  - annex-funds.md.j2\n", text)
    with pytest.raises(FindingsError) as raised:
        compose(a_plan(tmp_path), load_pack("implementation", tmp_path))
    assert [finding.code for finding in raised.value.findings] == [code]


def test_more_paragraphs_than_any_plan_has_are_a_finding(tmp_path: Path) -> None:
    assert refusal(tmp_path, "{% for i in range(60000) %}长\n\n{% endfor %}") == "template-too-long"


# ------------------------------------------------------------------------------------------------ code that is kept


def test_a_document_costs_the_same_whatever_was_written_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    compile_one = Sandbox.compile

    def counted(self: Sandbox, source: Any, name: Any = None, *more: Any, **named: Any) -> Any:
        compiled.append(name)
        return compile_one(self, source, name, *more, **named)

    monkeypatch.setattr(Sandbox, "compile", counted)
    # what is constant is worked out when it is compiled
    text = "{{ '甲'|center(4000)|length }}{{ '乙' ~ plan.title }}{% include 'two.md.j2' %}"
    (tmp_path / "two.md.j2").write_text("{{ '丙'|replace('丙', '丁丁丁') }}", "utf-8")
    chapter(tmp_path, text)
    pack, plan = load_pack("implementation", tmp_path), a_plan(tmp_path)
    spent = []
    with own_knowledge(tmp_path):  # nothing of before counts under other knowledge
        for _ in range(3):
            environment = chapter_environment(pack)
            seen = context_of(plan, pack, annexes_of(plan, pack))
            environment.get_template("one.md.j2").render(seen)
            spent.append(environment.meter.spent)
    assert len(set(spent)) == 1 and spent[0] > 4000
    assert compiled == ["one.md.j2", "two.md.j2"] * 2


def test_a_chapter_that_was_changed_is_compiled_anew(tmp_path: Path) -> None:
    assert chapter(tmp_path, "甲") == "甲"
    assert chapter(tmp_path, "乙") == "乙"
    (other := tmp_path / "other").mkdir()
    assert chapter(other, "丙") == "丙"
    assert chapter(tmp_path, "乙") == "乙"
