"""Try every address outside that the site links to; list what is gone, moved or cannot be told.

Run by `make links`, by hand and once a week; nothing else depends on it, since what others
publish is not ours to pass or fail. Gently: a host is asked one thing at a time, with a pause,
first for the head alone.
"""

import argparse
import os
import socket
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPErrorProcessor, Request, build_opener

REPOSITORY = Path(__file__).parents[1]
sys.path.append(str(REPOSITORY / "hooks"))

from programme.exports import LICENCE  # noqa: E402
from programme.faults import Faults  # noqa: E402
from programme.load import Tree, load  # noqa: E402
from programme.model import Programme  # noqa: E402

TIMEOUT, PAUSE = 20.0, 1.0
"""Seconds an answer may take, and between two questions to one host."""
HOSTS, HOPS = 8, 5
"""How many hosts are asked at the same time; how often an address may lead on."""
GONE = (404, 410)
NOWHERE = "no such host"
ONWARD = {301: True, 302: False, 303: False, 307: False, 308: True}
"""Answers that lead to another address, and whether for good (RFC 9110, 15.4)."""
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


class _AsItIs(HTTPErrorProcessor):
    """Takes every answer for what it is: none is an exception, none is followed."""

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        return response

    https_response = http_response


@dataclass(frozen=True)
class Answer:
    """What became of an address: the last status met, or why there was none.

    Attributes:
        at: the address that gave it.
        for_good: whether all that led there said that it is the new address.
    """

    status: int | None
    reason: str
    at: str
    for_good: bool = True

    @property
    def gone(self) -> bool:
        return self.status in GONE or self.reason == NOWHERE

    @property
    def found(self) -> bool:
        return self.status is not None and self.status < 400

    def moved_from(self, address: str) -> bool:
        return self.found and self.for_good and self.at != address


class Visitor:
    """Asks other people's servers, and says for whom."""

    def __init__(self, name: str, timeout: float = TIMEOUT, pause: float = PAUSE) -> None:
        self.agent = f"link-check ({name.encode('ascii', 'ignore').decode()})"
        self.timeout, self.pause = timeout, pause
        self.opener = build_opener(_AsItIs)

    def visit(self, address: str) -> Answer:
        """Follow an address to where it leads."""
        at, for_good = address, True
        for _ in range(HOPS):
            try:
                status, reason, onward = self._ask(at)
            except (OSError, HTTPException, ValueError) as error:
                return _unanswered(error, at)
            if not onward:
                return Answer(status, reason, at, for_good)
            at = urljoin(at, quote(onward.encode("latin-1"), PRINTABLE))
            for_good = for_good and ONWARD[status]
        return Answer(None, "it leads on and on", at)

    def _ask(self, address: str) -> tuple[int, str, str | None]:
        """Ask for the head and, where that is refused, for the whole; read no more than heads."""
        for method in ("HEAD", "GET"):
            request = Request(address, method=method, headers={"User-Agent": self.agent})
            with self.opener.open(request, timeout=self.timeout) as response:
                status, reason = response.status, response.reason
                onward = response.headers["Location"] if status in ONWARD else None
            time.sleep(self.pause)
            if status < 400:
                break
        return status, reason, onward

    def visit_all(self, addresses: Iterable[str]) -> dict[str, Answer]:
        """Visit each address, those of one host one after the other."""
        hosts = defaultdict(list)
        for address in dict.fromkeys(addresses):
            hosts[urlsplit(address).netloc].append(address)
        with ThreadPoolExecutor(HOSTS) as pool:
            visited = pool.map(self._visit_in_turn, hosts.values())
            return dict(answer for answers in visited for answer in answers)

    def _visit_in_turn(self, addresses: list[str]) -> list[tuple[str, Answer]]:
        return [(address, self.visit(address)) for address in addresses]


def _unanswered(error: Exception, at: str) -> Answer:
    """Say why nothing came back."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME:
        return Answer(None, NOWHERE, at)
    return Answer(None, str(cause) or type(cause).__name__, at)


def told(address: str, answer: Answer) -> str | None:
    """Say what is wrong with an address, and what to do."""
    status = f"{answer.status or ''} {answer.reason}".strip()
    if answer.gone:
        return f"{address} is gone ({status}); name its new place, or a copy in 'archived'"
    if answer.moved_from(address):
        return f"{address} has moved for good; write {answer.at}"
    if not answer.found:
        return f"{address} could not be tried ({status}); look at it by hand"
    return None


@dataclass(frozen=True)
class Link:
    """An address, where it stands, and whether a copy of what it leads to is kept."""

    place: str
    address: str
    kept: bool = False


def links(programme: Programme, tree: Tree) -> Iterator[Link]:
    """Yield all that leads out of the site."""
    for index, source in enumerate(programme.sources):
        for key, kept in (("address", bool(source.archived)), ("archived", False)):
            if address := getattr(source, key):
                yield Link(str(tree.fault(("sources", index, key), "")), address, kept)
    yield Link("hooks/programme/exports.py: ", LICENCE)


def report(every: Iterable[Link], answers: Mapping[str, Answer]) -> tuple[list[str], list[str]]:
    """Give what is to be mended, and what could not be tried.

    An address that is gone is well as long as a copy is kept.
    """
    mend: list[str] = []
    look: list[str] = []
    for link in every:
        answer = answers[link.address]
        message = told(link.address, answer)
        if message and not (answer.gone and link.kept):
            certain = answer.gone or answer.moved_from(link.address)
            (mend if certain else look).append(link.place + message)
    return mend, look


def main(given: list[str], folder: Path = REPOSITORY / "data") -> int:
    """Report on the links of the data; fail, where asked to, if any is to be mended."""
    parser = argparse.ArgumentParser(prog="links", description=__doc__)
    parser.add_argument("--strict", action="store_true", help="fail if any is gone or moved")
    strict = parser.parse_args(given).strict
    try:
        programme, tree = load(folder)
    except Faults as faults:
        print(faults, file=sys.stderr)
        return 1
    name = programme.site.name[programme.site.language_ids[0]]
    visitor = Visitor("; ".join(filter(None, (name, os.environ.get("SITE_URL")))))
    every = list(links(programme, tree))
    answers = visitor.visit_all(link.address for link in every)
    if not any(answer.status for answer in answers.values()):
        print("no address answers; try again when this machine is online", file=sys.stderr)
        return int(strict)
    mend, look = report(every, answers)
    print(*mend, *look, f"{len(mend)} to mend, {len(look)} that could not be tried.", sep="\n")
    return int(strict and bool(mend))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
