"""What `make pdf` prints: editions and pages, as text that can be searched and read aloud."""

from pathlib import Path

from conftest import tool
from playwright.sync_api import Browser
from programme import exports
from programme.model import Programme
from programme.pages import pages
from test_takeaway import ADDRESS, TAGS, written_for

BARE = "<!doctype html><html lang={}><title>{}</title><h1>{}</h1><p>{}</p>"


def put(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def test_editions_and_parts_are_printed_as_text(
    tiny: Programme, programme: Programme, site: Path, browser: Browser, tmp_path: Path
) -> None:
    """Of the editions a small one, and the largest there is; of the parts their headings."""
    files = written_for(tiny) | exports.files(tiny, ADDRESS)
    small, data = "take-away/programme-en.html", "data/statements.json"
    large = (site / "take-away/programme-bilingual.html").read_text("utf-8")
    put(tmp_path, {small: files[small], data: files[data], "take-away/whole.html": large})
    for p in pages(tiny):
        bare = BARE.format(TAGS[p.language], p.title, p.title, p.description)
        put(tmp_path, {f"{p.path}index.html": bare})
    pdf = tool("pdf")
    printed = pdf.print_site(browser, tmp_path)
    assert [file.name for file in printed] == [
        *("programme-en.pdf", "whole.pdf"),
        *("aims-en.pdf", "aims-zh.pdf", "progress-en.pdf", "progress-zh.pdf"),
    ]
    assert unprinted(programme, pdf.text_of(printed[1])) == []
    before = printed[0].read_bytes()
    assert b"/StructTreeRoot" in before
    assert b"D:20040302000000" in before
    (tmp_path / "take-away/whole.html").unlink()
    put(tmp_path, {data: files[data].partition(' "statements"')[0] + ' "statements": []}'})
    (again,) = pdf.print_site(browser, tmp_path)
    assert again.read_bytes() == before


def unprinted(programme: Programme, printed: str) -> list[str]:
    """List the statements not found in the text of a PDF, in each language."""
    assert "\ufffd" not in printed
    # Hyphens at the ends of lines are taken for breaks of words.
    text = printed.replace("-", "")
    return [
        f"{statement.id} {language}"
        for statement in programme.statements.values()
        for language in TAGS
        if "".join(statement.text[language].split()).replace("-", "") not in text
    ]
