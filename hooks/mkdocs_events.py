"""The one module that knows MkDocs: hands it pages, one language at a time.

Everything is loaded, checked and rendered before MkDocs empties `site/`, so that bad data
never costs the last good site.
"""

import base64
import contextlib
import hashlib
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path as FilePath
from typing import Any

import rjsmin
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from programme import exports, search, structured, takeaway
from programme.check import load_checked
from programme.load import Faults
from programme.pages import HOME, Page, pages
from programme.render import Renderer

UNUSED = re.compile(r"assets/javascripts/|assets/stylesheets/palette|\.map$")
"""Files of the theme that no page of ours asks for."""


class Built:
    """Everything one build needs, worked out from the data before MkDocs starts."""

    def __init__(self, folder: FilePath, address: str) -> None:
        self.programme = load_checked(folder)
        self.renderer = Renderer(self.programme)
        self.pages = {_source(page): page for page in pages(self.programme)}
        self.bodies = {name: self.renderer.render(page) for name, page in self.pages.items()}
        self.files = exports.files(self.programme, address)
        self.files |= search.files(self.renderer.index, tuple(self.pages.values()))
        self.files |= takeaway.files(self.programme, tuple(self.pages.values()), address)
        self.described = {
            name: structured.script(self.programme, page, address)
            for name, page in self.pages.items()
        }

    def newest_change(self) -> datetime:
        """Give the day of the newest change: the only clock a build knows."""
        newest = max(change.date for change in self.programme.changes)
        return datetime.fromisoformat(newest).replace(tzinfo=UTC)


built: Built
"""Made anew by every build, in `on_config`."""


def _source(page: Page) -> str:
    """Name the Markdown file MkDocs is told the page comes from."""
    return f"{page.language}/{'index' if page.id == HOME else page.id}.md"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load, check and render all there is.

    Raises:
        PluginError: with every fault of the data; `site/` is as it was.
    """
    global built
    folder = FilePath(config.config_file_path).parent / "data"
    try:
        built = Built(folder, config.site_url or "/")
    except Faults as faults:
        raise PluginError(f"\n{faults}") from None
    os.environ.setdefault("SOURCE_DATE_EPOCH", f"{built.newest_change().timestamp():.0f}")
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add our pages and data files; drop what of the theme no page uses."""
    for file in [file for file in files if UNUSED.search(file.src_uri)]:
        files.remove(file)
    for name in built.pages:
        files.append(File.generated(config, name, content=""))
    for name, text in built.files.items():
        if not name.endswith(".md"):
            files.append(File.generated(config, name, content=text))
    _join_engine(files, config)
    for script in [file for file in files if file.src_uri.endswith(".js")]:
        files.remove(script)
        text = rjsmin.jsmin(script.content_string, keep_bang_comments=True)
        files.append(File.generated(config, script.src_uri, content=text))
    return files


def _join_engine(files: Files, config: MkDocsConfig) -> None:
    """Put the engine of search in place of its parts."""
    parts = [files.src_uris[name] for name in search.ENGINE]
    text = search.engine(part.content_string for part in parts)
    for part in parts:
        files.remove(part)
    files.append(File.generated(config, "assets/search/engine.js", content=text))


def on_post_build(config: MkDocsConfig) -> None:
    """Write the Markdown beside the pages, which MkDocs would take for pages of its own."""
    for name, text in built.files.items():
        if name.endswith(".md"):
            (FilePath(config.site_dir) / name).write_text(text, encoding="utf-8")


def on_page_markdown(markdown: str, page: MkDocsPage, **_: Any) -> str:
    """Give MkDocs the title and description of a page of ours."""
    if ours := built.pages.get(page.file.src_uri):
        page.meta.update(title=ours.title, description=ours.description)
    return markdown


def on_page_content(html: str, page: MkDocsPage, **_: Any) -> str:
    """Put the rendered body in place of the empty Markdown."""
    return built.bodies.get(page.file.src_uri, html)


def on_page_context(context: dict[str, Any], page: MkDocsPage, **_: Any) -> dict[str, Any]:
    """Give the theme's templates our page, or the whole site for the door."""
    return context | _ours(page.file.src_uri)


def on_template_context(context: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Give the theme's static templates (404, sitemap) the whole site."""
    return context | _ours("")


def _ours(name: str) -> dict[str, Any]:
    page = built.pages.get(name)
    site = {"programme": built.programme, "site_pages": tuple(built.pages.values())}
    ours = built.renderer.shared(page) if page else None
    return site | {"ours": ours, "described": built.described.get(name, "")}


def on_serve(server: LiveReloadServer, builder: Callable[[], None], **_: Any) -> LiveReloadServer:
    """Keep serving the last good site while the data are broken; tell the fault."""

    def build_or_keep() -> None:
        # Any Abort has told its reason; MkDocs' own loop would stop answering instead.
        with contextlib.suppress(Abort):
            builder()

    server.builder = build_or_keep
    return server


SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
CHARSET = '<meta charset="utf-8">'


def _with_policy(html: str) -> str:
    """Add a Content-Security-Policy that allows the page's own inline scripts by hash.

    After https://www.w3.org/TR/CSP3/: nothing from elsewhere, no eval, no inline handler.
    """
    hashes = (hashlib.sha256(found.encode()).digest() for found in SCRIPT.findall(html))
    sources = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes)
    policy = (
        f"default-src 'none'; script-src 'self' {sources}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'self'"
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(CHARSET, f"{CHARSET}\n{meta}", 1)


TOGGLES = re.compile(r'<(?:input class="md-toggle"|label class="md-overlay")[^>]*>(?:</label>)?\s*')


def on_post_page(output: str, **_: Any) -> str:
    """Secure a page, and take out the theme's hidden switches, which nothing here uses.

    They stand outside every block of the theme's template and are not valid HTML.
    """
    return _with_policy(TOGGLES.sub("", output))


def on_post_template(output: str, template_name: str, **_: Any) -> str:
    """Secure the error page."""
    return _with_policy(output) if template_name.endswith(".html") else output
