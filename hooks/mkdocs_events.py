"""The one module that knows MkDocs: hands it pages, one language at a time.

Everything is loaded, checked and rendered before MkDocs writes anything, and MkDocs writes into
a folder beside `site/`, which takes its place once all is there: whatever fails, the last good
site stays as it was.
"""

import gc
import hashlib
import logging
import os
import re
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path, PurePath
from typing import Any

import rcssmin
import rjsmin
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import CountHandler
from programme import offline, policy, publishing, search
from programme.addresses import HOME
from programme.check import rehearse
from programme.faults import Faults, told
from programme.pages import Page
from programme.publication import Publication
from programme.render import fault_in_template
from watchdog.observers.polling import PollingObserverVFS

log = logging.getLogger("mkdocs.programme")
gc.freeze()  # what was imported stays; looking through it again takes a tenth of a build
HOOKS = Path(__file__).parent
OVERRIDES = HOOKS.parent / "overrides"
EXAMPLE = "https://example.org/"
"""The address of `mkdocs.yml`, for a site that was not told its own."""
ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~%/-]*)?")
"""An address that nothing has to be escaped in."""
UNUSED = re.compile(r"assets/(?:javascripts|stylesheets)/")
"""Files of the theme that no page of ours asks for."""
LOADED = re.compile(r"assets/(.*\.(?:js|css))")
"""Files that pages load, and nobody else asks for."""
LATER = ("assets/terms.js", "assets/cite.js")
"""Scripts that site.js fetches once they are needed."""
SHORT = {
    ".js": partial(rjsmin.jsmin, keep_bang_comments=True),
    ".css": rcssmin.cssmin,
}
"""How files are written short."""
DOOR, HEADERS = "index.md", "_headers"
"""What the site's root shows, and what some hosts send with every file."""
PLAIN = (".md", ".txt")
"""Ends of the names of our files that are read as they are."""
IN_PLACE_OF_THE_THEMES = (
    "main.html",
    "404.html",
    "robots.txt",
    "sitemap.xml",
    "partials/language.html",
    "partials/languages/zh-Hans.html",
    "partials/javascripts/base.html",
    "partials/javascripts/content.html",
)
"""Our templates that MkDocs would do without, or take the theme's own for."""

serving = False
"""Whether pages are shown to their writer, not published."""


built: Publication
"""What is being published; made anew by every build, in `on_config`."""
target: publishing.Target | None = None
"""Where the site goes; nothing until all of it is rendered, since there is nothing to put away."""


def _source(page: Page) -> str:
    """Name the Markdown file MkDocs is told the page comes from."""
    return f"{page.path.removesuffix('/')}.md" if page.id != HOME else f"{page.path}index.md"


def _page(file: File) -> Page | None:
    """Find the page of ours that a file stands for."""
    return next((page for page in built.pages if _source(page) == file.src_uri), None)


def on_startup(command: str, **_: Any) -> None:
    """Learn whether pages are to be published or shown to their writer."""
    global serving
    serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load, check and render all there is.

    Raises:
        PluginError: with every fault of settings, files, data or templates.
    """
    global built, target
    if faults := list(_faults_of_settings(config)):
        raise PluginError("\n".join(faults))
    if serving:
        _refuse_taken_port(*config.dev_addr)
    data = Path(config.config_file_path).parent / "data"
    try:
        built = _rehearsed(data, config.site_url or "/", bool(config.extra["printed"]))
    except Faults as faults:
        raise PluginError(f"\n{faults}") from None
    except Exception as error:
        _tell_template(error)
        raise
    os.environ["SOURCE_DATE_EPOCH"] = f"{_newest_change():.0f}"
    try:
        target = publishing.Target(Path(config.site_dir))
    except (publishing.Occupied, OSError) as error:
        raise PluginError(_refusal(error)) from None
    config.site_dir = str(target.beside)
    return config


def _refusal(error: Exception) -> str:
    """Say why nothing can be published, in a line."""
    if not isinstance(error, OSError):
        return str(error)
    place = f"{error.filename}: " if error.filename else ""  # a full disk names no file
    return f"{place}{error.strerror}; mend that: the last site is as it was"


def _newest_change() -> float:
    """Give the second of the newest change: the only clock a build knows."""
    return datetime.fromisoformat(built.programme.newest_change).replace(tzinfo=UTC).timestamp()


def _faults_of_settings(config: MkDocsConfig) -> Iterator[str]:
    """Say what of the settings or of our own files would spoil the site."""
    settings = {"SITE_URL": config.site_url or "", "REPO_URL": config.repo_url or ""}
    for name, value in settings.items():
        if not ADDRESS.fullmatch(value) and (value or name == "SITE_URL"):
            shown = f"says {value[:60]!r}" if value else "is empty"
            yield f"{name} {shown}; write an address as in https://your.host/path/, or leave it out"
    if (printed := config.extra["printed"]) not in (True, False, None, ""):
        yield f"PRINTED says {str(printed)[:60]!r}; write 1, or leave it out"
    if sys.flags.optimize > 1:
        yield "PYTHONOPTIMIZE drops the docstrings schema.json is made of; write 1, or leave it out"
    for name in IN_PLACE_OF_THE_THEMES:
        if not (OVERRIDES / name).is_file():
            yield f"overrides/{name} is missing; restore it"


@cache
def _refuse_taken_port(host: str, port: int) -> None:
    """Look once, before the first build, whether the server will get its port.

    Raises:
        PluginError: with another to try.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            remedy = f"stop what runs there, or choose another: make serve PORT={port + 1}"
            raise PluginError(f"port {port} of {host}: {error.strerror}; {remedy}") from None


def _rehearsed(folder: Path, address: str, printed: bool) -> Publication:
    """Render all; while pages are written, warn of what must be told before publishing them."""
    publication, untold = rehearse(folder, address, printed=printed, draft=serving)
    if untold:
        log.warning("Before this is published:\n%s", "\n".join(told(untold)))
    return publication


def _tell_template(error: Exception) -> None:
    """Word an error that a template made.

    Raises:
        PluginError: in its place.
    """
    if fault := fault_in_template(error):
        raise PluginError(fault) from None


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add our pages and data files; drop what of the theme no page uses."""
    _require(files)
    for file in [file for file in files if UNUSED.search(file.src_uri)]:
        files.remove(file)
    for page in built.pages:
        files.append(File.generated(config, _source(page), content=""))
    for name, text in built.files.items():
        if not name.endswith(PLAIN):
            files.append(File.generated(config, name, content=text))
    as_it_is = InclusionLevel.INCLUDED  # MkDocs would leave a name with a dot out
    files.append(File.generated(config, ".nojekyll", content="", inclusion=as_it_is))
    _join_engine(files, config)
    if serving:
        _end_offline(files, config)
    for file in list(files):
        if shortened := SHORT.get(PurePath(file.src_uri).suffix):
            files.remove(file)
            text = shortened(file.content_string)
            files.append(File.generated(config, file.src_uri, content=text))
    _place_loaded(files)
    return files


def _require(files: Files) -> None:
    """Miss the files that no template asks for with the filter `url`.

    Raises:
        PluginError: for the first that is not there.
    """
    site = built.programme.site
    for name in (DOOR, HEADERS, offline.WORKER, offline.OFF, *search.PARTS, search.BOX, *LATER):
        _require_file(files, name)
    for name in site.language_ids if site.cards else ():
        _require_file(files, f"assets/card-{name}.png", "run tools/card.py")


def _require_file(files: Files, name: str, remedy: str = "restore it") -> None:
    if name not in files.src_uris:
        raise PluginError(f"docs/{name} is missing; {remedy}")


def _join_engine(files: Files, config: MkDocsConfig) -> None:
    """Put the engine of search in place of its parts."""
    parts = [files.src_uris[name] for name in search.PARTS]
    text = search.engine(part.content_string for part in parts)
    for part in parts:
        files.remove(part)
    files.append(File.generated(config, "assets/search/engine.js", content=text))


def _place_loaded(files: Files) -> None:
    """Put what pages load into a folder named by all of it, so that it may be cached for good."""
    names = sorted(filter(LOADED.fullmatch, files.src_uris))
    loaded = {name: files.src_uris[name] for name in names}
    sums = {name: hashlib.sha256(file.content_bytes).hexdigest() for name, file in loaded.items()}
    version = publishing.version(sums)[:8]
    for name, file in loaded.items():
        file.dest_uri = LOADED.sub(rf"assets/{version}/\1", name)


def _end_offline(files: Files, config: MkDocsConfig) -> None:
    """Let no browser show its writer what it once kept of a site published at this address."""
    files.remove(files.src_uris[offline.WORKER])
    text = files.src_uris[offline.OFF].content_string
    files.append(File.generated(config, offline.WORKER, content=text))


def on_env(env: Environment, files: Files, **_: Any) -> Environment:
    """Escape whatever a template shows, let only our scripts run, miss files that are asked for."""
    env.autoescape = True
    written = policy.hashes(policy.inline_scripts(OVERRIDES))
    env.globals["published"] = not serving
    env.globals["policy"] = policy.policy(policy.RELOADING if serving else written)
    address = env.filters["url"]

    @pass_context
    def existing(context: Context, name: str) -> str:
        if name.startswith("assets/"):
            _require_file(files, name)
            name = files.src_uris[name].dest_uri
        return str(address(context, name))

    env.filters["url"] = existing
    return env


def on_page_markdown(markdown: str, page: MkDocsPage, **_: Any) -> str:
    """Give MkDocs the title and description of a page of ours."""
    if ours := _page(page.file):
        page.meta.update(title=ours.title, description=ours.description)
    return markdown


def on_page_content(html: str, page: MkDocsPage, **_: Any) -> Markup:
    """Put the rendered body in place of the empty Markdown."""
    ours = _page(page.file)
    return built.bodies[ours.path] if ours else Markup(html)


def on_page_context(context: dict[str, Any], page: MkDocsPage, **_: Any) -> dict[str, Any]:
    """Give the theme's templates our page, or the whole site for the door."""
    return context | _ours(_page(page.file))


def on_template_context(context: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Give the theme's static templates (404, sitemap) the whole site."""
    return context | _ours(None)


def _ours(page: Page | None) -> dict[str, Any]:
    return {
        "programme": built.programme,
        "site_pages": built.pages,
        "ours": built.renderer.voice(page) if page else None,
        "described": built.descriptions[page.path] if page else "",
    }


TOGGLES = re.compile(r'<(?:input class="md-toggle"|label class="md-overlay")[^>]*>(?:</label>)?\s*')
INDENTED = re.compile(r"\n\s+")


def on_post_page(output: str, **_: Any) -> str:
    """Take out the theme's hidden switches, which nothing here uses, and empty lines and indents.

    The switches stand outside every block of the theme's template and are not valid HTML. No text
    of ours has more than one line.
    """
    return INDENTED.sub("\n", TOGGLES.sub("", output))


def on_post_build(config: MkDocsConfig) -> None:
    """Write the plain texts, of which MkDocs would make pages; then publish all.

    They begin with a byte-order mark: many hosts do not say in what they are written.
    """
    folder = Path(config.site_dir)
    for name, text in built.files.items():
        if name.endswith(PLAIN):
            (folder / name).write_text(text, encoding="utf-8-sig")
    if not serving:
        offline.fill(folder)
    if target and _warned():
        target.discard()
    elif target:
        target.replace()
        if config.site_url == EXAMPLE:
            log.info("Every page says it stands at %s: set SITE_URL to publish it", EXAMPLE)


def _warned() -> bool:
    """Tell whether MkDocs is about to refuse the build, because it is strict and has warned."""
    handlers = logging.getLogger("mkdocs").handlers
    return any(handler.get_counts() for handler in handlers if isinstance(handler, CountHandler))


def on_build_error(error: Exception) -> None:
    """Leave the last good site as it is, and word what a template or the disk did.

    Raises:
        PluginError: in place of an error MkDocs would show as a traceback.
    """
    if target:
        target.discard()
    _tell_template(error)
    if isinstance(error, OSError):
        raise PluginError(_refusal(error))


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]
) -> LiveReloadServer:
    """Keep serving the last good site whatever is broken, and tell the fault."""
    started = _code()
    _watch_for_good(server, (config.docs_dir, config.config_file_path))

    def build_or_keep() -> None:
        if _code() != started:
            log.warning("Python below hooks/ has changed: stop make serve and start it again")
        try:
            builder()
        except Abort:
            pass  # what it is about has been told
        except MkDocsException as error:
            log.error(error.format_message())
        except Exception as error:
            log.error("%s: %s; the last good pages stay", type(error).__name__, error)

    server.builder = build_or_keep
    return server


def _watch_for_good(server: LiveReloadServer, watched: Iterable[str]) -> None:
    """Watch these, and what comes after them, also once they were moved away and came back."""
    for path in watched:
        server.unwatch(path)
    observer = PollingObserverVFS(_look, os.scandir, polling_interval=0.5)
    server.observer = observer  # type: ignore[assignment]
    for path in watched:
        server.watch(path)


def _look(path: str) -> os.stat_result:
    """Look at a file; one that is gone may come back: the observer would give it up for good."""
    try:
        return os.stat(path)  # noqa: PTH116
    except FileNotFoundError as error:
        raise OSError("it is gone") from error


def _code() -> frozenset[tuple[Path, int]]:
    """Give each module here with the time it was last written."""
    return frozenset((path, path.stat().st_mtime_ns) for path in HOOKS.rglob("*.py"))
