"""From the county's plan to finished files: Markdown, the sealed Word file, and how a file is known again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plangen.document.template_pack import TemplatePack
    from plangen.plan.model import CountyPlan
    from plangen.terms.findings import Finding


def markdown_of(plan: CountyPlan, pack: TemplatePack | None = None) -> str:
    """Return the plan's document as Markdown; see :func:`plangen.document.compose.compose`."""
    from plangen.document.compose import compose, load_pack

    settings = plan.spec.plan
    return compose(plan, pack or load_pack(settings.kind, settings.template))


def text_findings(plan: CountyPlan, markdown: str) -> tuple[Finding, ...]:
    """Return what there is to say about a composed document, whatever file it is written to."""
    from plangen.document.completeness import check_completeness
    from plangen.document.markdown import parse_markdown

    document = parse_markdown(markdown)
    return (*document.findings, *check_completeness(document, plan))


def docx_of(plan: CountyPlan, markdown: str, style: Path) -> tuple[bytes, tuple[Finding, ...]]:
    """Return the plan's document as a sealed Word file, with what there is to say about it.

    Args:
        plan: the county's plan, for the properties.
        markdown: the composed document.
        style: the Word style document.

    Raises:
        FindingsError: the style document cannot be used.
    """
    from plangen.document.completeness import check_completeness
    from plangen.document.docx_writer import build_docx
    from plangen.document.markdown import parse_markdown

    settings = plan.spec.plan
    document = parse_markdown(markdown)
    built = build_docx(
        document,
        style=style,
        properties=properties_of(plan),
        title=plan.title,
        author=settings.issuer,
        date=settings.date,
    )
    return built.data, (*document.findings, *check_completeness(document, plan), *built.findings)


def html_of(plan: CountyPlan, markdown: str) -> tuple[str, tuple[Finding, ...]]:
    """Return the plan's document as a web page, with what there is to say about it.

    Args:
        plan: the county's plan, for the properties.
        markdown: the composed document.
    """
    from plangen.document.html_writer import build_html
    from plangen.document.markdown import parse_markdown

    settings = plan.spec.plan
    page = build_html(parse_markdown(markdown), title=plan.title, author=settings.issuer, date=settings.date)
    return page, text_findings(plan, markdown)


def document_id(plan: CountyPlan) -> str:
    """Return what identifies the plan's document through all its versions: kind, county and period."""
    settings = plan.spec.plan
    identity = "|".join((plan.spec.county.name, settings.kind, "-".join(map(str, settings.period))))
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
