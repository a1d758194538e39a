"""Serves sites and types queries into their search boxes in a real browser."""

import gzip
import re
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Error, Page

Kind = Literal["ours", "stock"]
"""Whose box it is; `watch.js` knows both."""
WATCH = (Path(__file__).parent / "watch.js").read_text("utf-8")
PIECE = 4096
"""Bytes that are sent on end."""
HASHED = re.compile(r"[./][0-9a-f]{8}[./]")
"""In an address that changes with what stands there, as both kinds of site have them."""
FIRST_WORDS = {"en": "sensor", "zh": "传感"}


# ---- Serving ----


class Server:
    """Serves a folder, late and slowly if told to.

    Attributes:
        asked: the path of each request, and how many bytes its answer had without its head.
    """

    def __init__(self, folder: Path, latency: float, bytes_a_second: float) -> None:
        self.asked: list[tuple[str, int]] = []
        link = Link(latency, bytes_a_second)
        handler = partial(_Handler, directory=str(folder), asked=self.asked, link=link)
        self.http = _HTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.http.server_address[1]}"

    def weight_of_search(self, since: int) -> int:
        """Give the compressed bytes of what was fetched for search since a request."""
        return sum(size for path, size in self.asked[since:] if re.search("search|lunr", path))


class Link:
    """A network: seconds until an answer begins, and bytes a second that all answers share."""

    def __init__(self, latency: float, bytes_a_second: float) -> None:
        self.latency, self.bytes_a_second = latency, bytes_a_second
        self.turn = threading.Lock()

    def send(self, content: bytes, write: Callable[[bytes], Any]) -> None:
        """Send an answer in pieces, by turns with others."""
        time.sleep(self.latency)
        for at in range(0, len(content), PIECE):
            piece = content[at : at + PIECE]
            with self.turn:
                time.sleep(len(piece) / self.bytes_a_second)
                write(piece)


class _HTTPServer(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over what a browser broke off by closing."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(
        self, *arguments: Any, asked: list[tuple[str, int]], link: Link, **names: Any
    ) -> None:
        self.asked, self.link = asked, link
        super().__init__(*arguments, **names)

    def do_GET(self) -> None:
        """Answer compressed, and not again what the browser has, as hosts do."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.asked.append((self.path, 0))
            self.send_error(404)
            return
        content = gzip.compress(file.read_bytes(), 6, mtime=0)
        tag = f'"{zlib.crc32(content):x}"'
        if self.headers["If-None-Match"] == tag:
            self._answer(304, b"", {"ETag": tag})
            return
        kind = self.guess_type(str(file))
        self._answer(200, content, {"ETag": tag, "Content-Type": kind, "Content-Encoding": "gzip"})

    def _answer(self, status: int, content: bytes, head: Mapping[str, str]) -> None:
        path = self.path.partition("?")[0]
        self.asked.append((path, len(content)))
        kept = "max-age=31536000, immutable" if HASHED.search(path) else "no-cache"
        self.send_response(status)
        for name, value in {"Cache-Control": kept, **head}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.link.send(content, self.wfile.write)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(folder: Path, latency: float = 0, bytes_a_second: float = 1e9) -> Iterator[Server]:
    """Serve a folder while the block runs."""
    server = Server(folder, latency, bytes_a_second)
    thread = threading.Thread(target=server.http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()


# ---- Typing ----


@dataclass(frozen=True)
class Answer:
    """What a box gave for one query: links in order, milliseconds from key to list."""

    links: tuple[str, ...]
    milliseconds: float


@dataclass
class Visit:
    """One page opened and its box used; weights in compressed bytes, times in milliseconds.

    Attributes:
        before: fetched for search before the box was touched.
        at_touch: fetched for search from the first touch to the first answer.
        until_ready: from opening the page, or from the first key where the index waits for
            it, until there can be an answer; none when that took too long.
        answers: one for each query, as far as there was time.
    """

    before: int
    at_touch: int
    until_ready: float | None
    answers: list[Answer]


class Typist:
    """Types into the box of one page."""

    def __init__(self, page: Page, kind: Kind, patience: float) -> None:
        self.page, self.kind, self.patience = page, kind, patience * 1000
        page.add_init_script(f"({WATCH.strip()})({kind!r})")

    def open(self, address: str) -> float | None:
        """Open a page; give the milliseconds until its index is there, if it loads unasked."""
        self.page.goto(address, wait_until="networkidle", timeout=self.patience)
        return self.call("ready", self.patience)

    def ask(self, query: str) -> Answer | None:
        """Type a query over the one before; the clock runs for its last key."""
        beginning, last = query[:-1], query[-1]
        if beginning and beginning == self.call("value"):
            self.page.keyboard.press("End")
        else:
            self.call("select")
            if beginning and not self.put(beginning):
                return None
        return self.put(last)

    def put(self, text: str) -> Answer | None:
        """Put text where the cursor is; give the answer, or nothing if it takes too long."""
        is_key = len(text) == 1 and text.isascii()
        if is_key:
            self.page.keyboard.type(text)
        else:
            self.page.keyboard.insert_text(text)
            if self.kind == "stock":
                # It waits for a key to go up, as one does at the end of an input method.
                self.page.keyboard.press("Shift")
        answer = self.call("answer", self.patience)
        return Answer(tuple(answer["links"]), answer["milliseconds"]) if answer else None

    def call(self, name: str, *arguments: Any) -> Any:
        """Call a function of `watch.js`."""
        return self.page.evaluate(f"([...given]) => bench.{name}(...given)", arguments)


def visit(
    browser: Browser,
    server: Server,
    kind: Kind,
    language: str,
    queries: Sequence[str],
    patience: float,
) -> Visit:
    """Open the first page of a language and type queries into its box.

    An index or an answer may take `patience` seconds, all queries together five times as long.
    """
    start = len(server.asked)
    visited = Visit(0, 0, None, [])
    with browser.new_context() as context:
        typist = Typist(context.new_page(), kind, patience)
        try:
            opened = typist.open(f"{server.address}/{language}/")
            touched = len(server.asked)
            visited.before = server.weight_of_search(start)
            if opened is None:
                return visited
            typist.call("focus")
            first = typist.put(FIRST_WORDS[language])
            visited.at_touch = server.weight_of_search(touched)
            if not first:
                return visited
            visited.until_ready = opened or first.milliseconds
            deadline = time.monotonic() + 5 * patience
            for query in queries:
                answer = typist.ask(query)
                if not answer or time.monotonic() > deadline:
                    break
                visited.answers.append(answer)
        except Error as error:
            print(f"  the page gave up: {error.message.splitlines()[0]}", flush=True)
    return visited
