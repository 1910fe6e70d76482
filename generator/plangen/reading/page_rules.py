"""What plangen has to say about PDF files and web pages."""

from __future__ import annotations

from plangen.terms.findings import Severity, rules_of

rule = rules_of("reading-page")
PDF_EXTRA_MISSING = rule("pdf-extra-missing", Severity.ERROR, unusable=True)
PDF_READER_FAILED = rule("pdf-reader-failed", Severity.ERROR, unusable=True)
PDF_ENCRYPTED = rule("pdf-encrypted", Severity.ERROR, unusable=True)
PDF_SCAN = rule("pdf-scan", Severity.ERROR, unusable=True)
PDF_GARBLED = rule("pdf-garbled", Severity.ERROR, unusable=True)
PDF_CUT_OFF = rule("pdf-cut-off", Severity.WARNING)
PDF_PARAGRAPHS_UNCERTAIN = rule("pdf-paragraphs-uncertain", Severity.WARNING)
PDF_SCANNED_PAGES = rule("pdf-scanned-pages", Severity.WARNING)
PDF_RECOGNISED_TEXT = rule("pdf-recognised-text", Severity.WARNING)
PDF_PAGE_TOO_COMPLEX = rule("pdf-page-too-complex", Severity.WARNING)
PDF_UNREADABLE_CHARACTERS = rule("pdf-unreadable-characters", Severity.WARNING)
PDF_WATERMARK = rule("pdf-watermark", Severity.WARNING)
PDF_TWO_COLUMNS = rule("pdf-two-columns", Severity.WARNING)
PDF_COLUMNS_UNCERTAIN = rule("pdf-columns-uncertain", Severity.WARNING)
PDF_FURNITURE = rule("pdf-furniture", Severity.INFO)
PDF_ROW_JOINED = rule("pdf-row-joined", Severity.WARNING)
HTML_WITHOUT_TEXT = rule("html-without-text", Severity.ERROR, unusable=True)
HTML_SELECTOR = rule("html-selector", Severity.ERROR, unusable=True)
HTML_ATTACHMENT = rule("html-attachment", Severity.INFO)
HTML_ATTACHMENTS_MORE = rule("html-attachments-more", Severity.INFO)
HTML_ENCODING = rule("html-encoding", Severity.WARNING)
HTML_BODY_GUESSED = rule("html-body-guessed", Severity.WARNING)
HTML_BODY_SEVERAL = rule("html-body-several", Severity.WARNING)
HTML_BODY_PART = rule("html-body-part", Severity.WARNING)
HTML_LIST_NUMBERS = rule("html-list-numbers", Severity.INFO)
HTML_LEFT_OUT = rule("html-left-out", Severity.INFO)
