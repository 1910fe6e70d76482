"""From the county's plan to finished files: Markdown, the sealed Word file, and how a file is known again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plangen.county.spec import CountySpec
    from plangen.document.template_pack import TemplatePack
    from plangen.plan.model import CountyPlan
    from plangen.terms.findings import Finding

PART = "plangen.part"
"""Custom property of a file that holds only a part of the document: ``companion``."""


def markdown_of(plan: CountyPlan, pack: TemplatePack | None = None, where: str = "draft") -> str:
    """Return the plan's document, or its further annexes, as Markdown; see :mod:`plangen.document.compose`."""
    from plangen.document.compose import compose, load_pack

    settings = plan.spec.plan
    return compose(plan, pack or load_pack(settings.kind, settings.template), where)


def text_findings(plan: CountyPlan, markdown: str, companion: str = "") -> tuple[Finding, ...]:
    """Return what there is to say about a composed document, whatever file it is written to.

    Args:
        plan: what it was composed from.
        markdown: the document.
        companion: its further annexes, where it has any.
    """
    from plangen.document.completeness import check_completeness
    from plangen.document.markdown import parse_markdown

    document, more = parse_markdown(markdown), parse_markdown(companion)
    return (*document.findings, *more.findings, *check_completeness(document, plan, more))


def docx_of(plan: CountyPlan, markdown: str, style: Path, where: str = "draft") -> tuple[bytes, tuple[Finding, ...]]:
    """Return the plan's document as a sealed Word file, with what there is to say about the file.

    Args:
        plan: the county's plan, for the properties.
        markdown: the composed document.
        style: the Word style document.
        where: ``companion`` for the file of further annexes.

    Raises:
        FindingsError: the style document cannot be used.
    """
    from plangen.document.docx_writer import build_docx
    from plangen.document.markdown import parse_markdown
    from plangen.document.past import base_of

    settings = plan.spec.plan
    properties = properties_of(plan) | ({PART: where} if where != "draft" else {})
    built = build_docx(
        parse_markdown(markdown),
        style=style,
        properties=properties,
        title=plan.title,
        author=settings.issuer,
        date=settings.date,
        base=base_of(plan, markdown, properties),
    )
    return built.data, built.findings


def html_of(plan: CountyPlan, markdown: str) -> str:
    """Return the plan's document as a web page.

    Args:
        plan: the county's plan, for the properties.
        markdown: the composed document.
    """
    from plangen.document.html_writer import build_html
    from plangen.document.markdown import parse_markdown

    settings = plan.spec.plan
    return build_html(parse_markdown(markdown), title=plan.title, author=settings.issuer, date=settings.date)


def document_id(plan: CountyPlan) -> str:
    """Return what identifies the plan's document through all its versions: kind, county and period."""
    return document_id_of(plan.spec)


def document_id_of(spec: CountySpec) -> str:
    """Return what identifies the document of a spec's plan; see :func:`document_id`."""
    settings = spec.plan
    identity = "|".join((spec.county.name, settings.kind, "-".join(map(str, settings.period))))
    return f"{settings.kind}-{hashlib.sha256(identity.encode('utf-8')).hexdigest()[:16]}"


def properties_of(plan: CountyPlan) -> dict[str, str]:
    """Return the custom properties of the plan's document.

    ``plangen.document`` identifies kind, county and period; ``plangen.parent.<id>`` holds ``item=fingerprint``
    pairs of every item, so that a later check sees which parent items changed after they were taken over.
    """
    settings = plan.spec.plan
    properties = {
        "plangen.document": document_id(plan),
        "plangen.county": plan.spec.county.name,
        "plangen.period": "-".join(map(str, settings.period)),
    }
    for parent in plan.parents:
        properties[f"plangen.parent.{parent.id}"] = " ".join(
            f"{item.id}={item.fingerprint}" for item in parent.all_items()
        )
    return properties
