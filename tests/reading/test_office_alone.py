"""LibreOffice, run on a document of somebody else, fetches nothing, starts nothing and leaves nothing behind."""

from __future__ import annotations

import io
import os
import socket
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_documents import convert, docx_typed, pieces_from_text, zip_of
from plangen.reading import legacy_word, libreoffice
from plangen.reading.formats import read_any
from plangen.terms.findings import FindingsError

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "script": "urn:oasis:names:tc:opendocument:xmlns:script:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "ooo": "http://openoffice.org/2004/office",
}
_FRAME = '<text:p><draw:frame svg:width="2cm" svg:height="2cm">{}</draw:frame></text:p>'
_ONLOAD = 'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
BODIES = {
    "picture": _FRAME.format(f'<draw:image xlink:href="URL/p.png" {_ONLOAD}/>'),
    "object": _FRAME.format(f'<draw:object-ole xlink:href="URL/ole"/><draw:object xlink:href="URL/obj" {_ONLOAD}/>'),
    "dde": '<text:section text:name="s"><office:dde-source office:dde-application="soffice" office:dde-item="x" '
    'office:dde-topic="URL/d.odt" office:automatic-update="true"/><text:p>旧文</text:p></text:section>',
    "section": f'<text:section text:name="s"><text:section-source xlink:href="URL/s.odt" {_ONLOAD}/></text:section>',
    "background": '<text:p text:style-name="P1">底纹</text:p>',
}
_STYLE = (
    '<office:automatic-styles><style:style style:name="P1" style:family="paragraph"><style:paragraph-properties>'
    f'<style:background-image xlink:href="URL/b.png" {_ONLOAD}/></style:paragraph-properties></style:style>'
    "</office:automatic-styles>"
)
_MACRO = (
    '<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries>'
    '<ooo:library-embedded ooo:name="Standard"><ooo:module ooo:name="M">'
    '<ooo:source-code>Sub Main\nShell("touch MARK")\nEnd Sub</ooo:source-code></ooo:module>'
    "</ooo:library-embedded></ooo:libraries></office:script><office:event-listeners><script:event-listener "
    'script:language="ooo:script" script:event-name="dom:load" xlink:type="simple" '
    'xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/></office:event-listeners>'
    "</office:scripts>"
)


def flat(body: str, url: str, head: str = "") -> bytes:
    """An OpenDocument text in one XML file, with a picture of a server that is being listened to, or the like."""
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in _SPACES.items())
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.text">{head}<office:body><office:text>'
        f"<text:p>一、总体要求</text:p>{body}<text:p>（一）加强值守</text:p></office:text></office:body></office:document>"
    )
    return text.replace("URL", url).encode()


class Listener:
    """A server on this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                call, _ = self._socket.accept()
            except OSError:
                return
            with call:
                call.settimeout(2)
                self.calls.append(call.recv(100))

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


def lines(folder: Path, name: str, data: bytes) -> list[str]:
    path = folder / name
    path.write_bytes(data)
    return [line.text for line in read_any(path).lines]


@pytest.fixture
def profile_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a system where no program can be given a network of its own."""
    monkeypatch.setattr(libreoffice, "_confined", lambda: ())


@pytest.mark.office
def test_the_listener_hears_what_libreoffice_fetches(listener: Listener, tmp_path: Path) -> None:
    convert(flat(BODIES["picture"], listener.url), ".fodt", "docx", tmp_path)
    assert listener.calls


@pytest.mark.office
@pytest.mark.parametrize("what", ["everything", *BODIES])
def test_nothing_outside_a_flat_document_is_fetched(
    what: str, listener: Listener, tmp_path: Path, profile_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what != "everything":  # each on its own, by the profile alone
        monkeypatch.setattr(legacy_word, "_drop_references", lambda root: 0)
    body = BODIES.get(what) or "".join(BODIES.values())
    found = lines(tmp_path, "规划.fodt", flat(body, listener.url, _STYLE))
    assert found[0] == "一、总体要求" and found[-1] == "（一）加强值守"
    assert listener.calls == []


@pytest.mark.office
@pytest.mark.parametrize(("suffix", "target"), [(".odt", "odt"), (".doc", "doc:MS Word 97")])
def test_nothing_outside_a_packed_document_is_fetched(
    suffix: str, target: str, listener: Listener, tmp_path: Path, profile_only: None
) -> None:
    data = convert(flat(BODIES["picture"], listener.url), ".fodt", target, tmp_path)
    listener.calls.clear()
    assert lines(tmp_path, f"规划{suffix}", data)[0] == "一、总体要求"
    assert listener.calls == []


@pytest.mark.office
def test_no_macro_is_run(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    path = tmp_path / "规划.fodt"
    path.write_bytes(flat("", "", _MACRO.replace("MARK", str(mark))))
    document = read_any(path)
    assert "document-macros" in {finding.code for finding in document.findings}
    assert not mark.exists()


@pytest.mark.parametrize(
    "page",
    [
        '<html><!-- <office:document --><body><p>一、总体要求</p><img src="http://127.0.0.1/i.png"></body></html>',
        '<html xmlns="http://www.w3.org/1999/xhtml"><body title="&lt;"><!-- <w:wordDocument --></body></html>',
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><office:document xmlns:office="'
        + _SPACES["office"]
        + '">&x;</office:document>',
    ],
)
def test_another_kind_of_page_never_gets_to_libreoffice(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy_word, "converted", lambda *_, **__: pytest.fail("was handed on"))
    monkeypatch.setattr(legacy_word, "find_office", lambda: "soffice")
    with pytest.raises(FindingsError):
        lines(tmp_path, "规划.doc", f'<?xml version="1.0"?>{page}'.encode())


def test_references_are_dropped_with_a_finding_and_the_text_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[bytes] = []

    def stand_in(_: str, data: bytes, **__: object) -> bytes:
        handed.append(data)
        return docx_typed(pieces_from_text("一、总体要求\n"))

    monkeypatch.setattr(legacy_word, "converted", stand_in)
    monkeypatch.setattr(legacy_word, "find_office", lambda: "soffice")
    link = '<text:p><text:a xlink:href="http://a.example/">见链接</text:a></text:p>'
    inside = _FRAME.format('<draw:image xlink:href="Pictures/1.png"/>')
    content = flat(link + inside + BODIES["picture"] + BODIES["section"], "file:////server/share", _STYLE)
    odt = zip_of({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content})
    for name, data in (("规划.fodt", content), ("规划.odt", odt)):
        path = tmp_path / name
        path.write_bytes(data)
        (finding,) = (one for one in read_any(path).findings if one.code == "document-references")
        assert "3处" in finding.message
    with zipfile.ZipFile(io.BytesIO(handed[1])) as archive:
        packed = archive.read("content.xml")
    for text in (handed[0].decode(), packed.decode()):
        assert "server/share" not in text
        assert "Pictures/1.png" in text and "见链接" in text and "a.example" in text


def test_an_encrypted_opendocument_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy_word, "find_office", lambda: "soffice")
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    data = zip_of({"mimetype": b"x", "META-INF/manifest.xml": manifest, "content.xml": b"\x01\x02"})
    with pytest.raises(FindingsError) as caught:
        lines(tmp_path, "规划.odt", data)
    assert [finding.code for finding in caught.value.findings] == ["document-encrypted"]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_the_program_knows_nothing_of_its_surroundings_and_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(
        f"#!/bin/sh\nenv > {tmp_path}/env\npwd > {tmp_path}/folder\ncat > {tmp_path}/input\n"
        f"sleep 600 &\necho $! > {tmp_path}/child\nsleep 600\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "SECONDS", 3)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("SECRET_TOKEN", "x")
    monkeypatch.setenv("PATH", f".:bin::{os.environ['PATH']}")
    with pytest.raises(FindingsError):
        libreoffice.converted(str(program), b"x", suffix=".doc", reader=None, name="规划.doc")
    known = dict(line.split("=", 1) for line in (tmp_path / "env").read_text().splitlines() if "=" in line)
    assert not {"HTTP_PROXY", "SECRET_TOKEN"} & known.keys()
    assert all(Path(folder).is_absolute() for folder in known["PATH"].split(os.pathsep))
    folder = Path((tmp_path / "folder").read_text().strip())
    assert Path(known["HOME"]) == folder != Path.cwd()
    assert not folder.exists()
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        stat = Path(f"/proc/{child}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("a process was left behind")


def test_a_program_of_the_current_folder_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("soffice", "libreoffice", "soffice.exe"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".{os.pathsep}")
    monkeypatch.setattr(libreoffice, "_USUAL_PLACES", ())
    assert libreoffice.find_office() is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert libreoffice.find_office() is not None
