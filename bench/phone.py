"""A slow phone: what one waits for in the search box when processor and network are slow.

The browser's own slowing leaves workers alone, and its slow network does not reach what they
fetch: here every thread of its pages is stopped three quarters of the time, as cpulimit does, and
the server sends late and slowly (slow 4G).
"""

import os
import signal
import statistics
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from driver import Kind, Server, Typist, served
from playwright.sync_api import Browser

TIMES, SLICE = 4, 0.005
"""How many times slower a page runs, and for how many seconds on end."""
LATENCY, BYTES_A_SECOND = 0.15, 200_000
"""Seconds until an answer begins, and what all answers share."""
ROUNDS, PATIENCE = 5, 60.0
KEY = {"en": 250, "zh": 400}
"""Medians of so many; seconds until one gives up; milliseconds from character to character."""
OF_THE_TEXTS = {"en": "rent subsidy", "zh": "房租补助"}
OWN_WORDS = {"en": "who pays for new factories", "zh": "搬过去员工谁给钱"}


def _pages() -> list[int]:
    """Find the processes of pages that this process started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"--type=renderer" in (folder / "cmdline").read_bytes() and _is_ours(folder):
                found.append(int(folder.name))
        except OSError:
            continue  # it has just ended
    return found


def _is_ours(folder: Path) -> bool:
    while folder.name not in ("0", "1", str(os.getpid())):
        parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        folder = folder.with_name(parent)
    return folder.name == str(os.getpid())


@contextmanager
def slow_pages() -> Iterator[None]:
    """Stop the pages of our browser most of the time while the block runs."""
    done = threading.Event()

    def send(pages: Sequence[int], what: signal.Signals) -> None:
        for page in pages:
            try:
                os.kill(page, what)
            except ProcessLookupError:
                continue

    def stop_and_go() -> None:
        pages: list[int] = []
        turn = 0
        while not done.is_set():
            pages = _pages() if turn % 10 == 0 else pages
            turn += 1
            send(pages, signal.SIGSTOP)
            time.sleep((TIMES - 1) * SLICE)
            send(pages, signal.SIGCONT)
            time.sleep(SLICE)

    thread = threading.Thread(target=stop_and_go)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _address(
    browser: Browser, server: Server, kind: Kind, language: str, query: str
) -> Sequence[float]:
    """Open an address with a query, nothing cached; give when its first and last list stood."""
    with browser.new_context() as context, slow_pages():
        typist = Typist(context.new_page(), kind, PATIENCE)
        typist.page.goto(f"{server.address}/{language}/?q={query}", wait_until="commit")
        return typist.call("lists", PATIENCE * 1000)


def _typed(browser: Browser, server: Server, kind: Kind, language: str, query: str) -> float:
    """Tap the box and type; give the milliseconds from the last key to the list that stays."""
    with browser.new_context() as context, slow_pages():
        typist = Typist(context.new_page(), kind, PATIENCE)
        typist.open(f"{server.address}/{language}/")
        typist.call("focus")
        for key in query:
            typist.page.wait_for_timeout(KEY[language])
            typist.page.keyboard.type(key)
        time.sleep(0.5)  # a list may come that does not stay
        answer = typist.call("answer", PATIENCE * 1000)
        return float(answer["milliseconds"]) if answer else PATIENCE * 1000


def _ready(browser: Browser, server: Server, language: str, query: str) -> float:
    """Give how long the stock box takes for one query when all is there."""
    with browser.new_context() as context, slow_pages():
        typist = Typist(context.new_page(), "stock", PATIENCE)
        typist.open(f"{server.address}/{language}/")
        typist.call("focus")
        typist.put(query[:-1])
        answer = typist.put(query[-1])
        return answer.milliseconds if answer else PATIENCE * 1000


def rows(browser: Browser, sites: Mapping[Kind, Path]) -> Iterator[tuple[str, ...]]:
    """Measure each way in each language, ours and stock by turns.

    Yields:
        What was done; milliseconds of ours and of the stock set-up; ours as a share of it.
    """
    with (
        served(sites["ours"], LATENCY, BYTES_A_SECOND) as ours,
        served(sites["stock"], LATENCY, BYTES_A_SECOND) as stock,
    ):
        for language in OWN_WORDS:
            for name, query, last in (
                ("?q= words of the texts, first list", OF_THE_TEXTS[language], 0),
                ("?q= own words, last list", OWN_WORDS[language], 1),
            ):
                pairs = [
                    (
                        _address(browser, ours, "ours", language, query)[last],
                        _address(browser, stock, "stock", language, query)[last],
                    )
                    for _ in range(ROUNDS)
                ]
                yield _row(f"{language}: {name}", pairs)
            for name, query in (("words of the texts", OF_THE_TEXTS), ("own words", OWN_WORDS)):
                pairs = [
                    (
                        _typed(browser, ours, "ours", language, query[language]),
                        _ready(browser, stock, language, query[language]),
                    )
                    for _ in range(ROUNDS)
                ]
                yield _row(f"{language}: typed, {name}; stock: a query when ready", pairs)


def _row(name: str, pairs: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    ours, stock = (statistics.median(times) for times in zip(*pairs, strict=True))
    return name, f"{ours:.0f}", f"{stock:.0f}", f"{ours / stock:.2f}"
