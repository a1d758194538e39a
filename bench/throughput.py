"""What one machine serves: our site compressed beforehand and as asked, and the stock site.

Each by Debian's nginx with our sample (`deploy/nginx.conf`) and one worker, over TLS, asked by wrk
on the same machine: a page, the index search asks for, and a page one has already. They take
turns; medians are given. Ratios tell more than rates: who asks takes a processor of its own.
"""

import argparse
import contextlib
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from nginx import HOST, PROGRAM, running
from programme.check import load_checked
from sites import REPOSITORY, Stock, Unbuilt

WRK = "/usr/bin/wrk"
PAGE = "en/goals/"
CONNECTIONS = 16
BEFORE, AS_ASKED = "ours, compressed beforehand", "ours, compressed as asked"
STOCK = "stock, compressed as asked"
GOAL = 2
"""How many times the stock's throughput of a page ours, compressed beforehand, has at least."""
SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}
ZIPPED = {"Accept-Encoding": "gzip"}
HEAD = """\
| asked for | site | requests a second | p99, ms | bytes | times the stock’s rate |
|---|---|--:|--:|--:|--:|"""


@dataclass
class Asked:
    """One thing that is asked of one site, and what came of it round by round.

    Attributes:
        size: bytes of the answer, without its head.
        rates: requests a second.
        slowest: seconds within which 99 of 100 were answered.
    """

    what: str
    site: str
    address: str
    headers: dict[str, str]
    size: int
    rates: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)

    def ask(self, seconds: int) -> None:
        """Ask for some seconds, as fast as answers come."""
        command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency"]
        command += [word for pair in self.headers.items() for word in ("-H", ": ".join(pair))]
        done = subprocess.run(
            [*command, self.address], check=True, capture_output=True, text=True, timeout=60
        )
        if "Socket errors" in done.stdout or "Non-2xx" in done.stdout:
            raise SystemExit(f"{self.address}:\n{done.stdout}")
        late = re.findall(r"99%\s+([\d.]+)(us|ms|s)\n", done.stdout)[0]
        self.slowest.append(float(late[0]) * SECONDS[late[1]])
        self.rates.append(float(re.findall(r"Requests/sec:\s+([\d.]+)", done.stdout)[0]))


def answer(address: str, headers: dict[str, str]) -> tuple[int, str]:
    """Ask once; give the bytes of the answer and its tag."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request, context=trusting) as given:
        if given.headers["Content-Encoding"] != "gzip":
            raise SystemExit(f"{address} was not compressed")
        return len(given.read()), given.headers["ETag"]


def questions(site: str, origin: str, index: str) -> Iterator[Asked]:
    """Yield what is asked of a site."""
    size, tag = answer(origin + PAGE, ZIPPED)
    yield Asked("page", site, origin + PAGE, ZIPPED, size)
    yield Asked("search index", site, origin + index, ZIPPED, answer(origin + index, ZIPPED)[0])
    yield Asked("page not changed (304)", site, origin + PAGE, ZIPPED | {"If-None-Match": tag}, 0)


def lay_out(site: Path, folder: Path, patience: float) -> dict[str, tuple[Path, str]]:
    """Make the sites; give the root of each, and where its index of search is."""
    before = Path(shutil.copytree(site, folder / "before"))
    subprocess.run(["make", "--silent", "compress", f"SITE={before}"], cwd=REPOSITORY, check=True)
    (index,) = site.glob("assets/*/search/en.js")
    ours = index.relative_to(site).as_posix()
    stock = Stock(load_checked(REPOSITORY / "data"), patience).in_one(folder / "stock")
    return {
        BEFORE: (before, ours),
        AS_ASKED: (site, ours),
        STOCK: (stock, "search/search_index.json"),
    }


def measure(sites: dict[str, tuple[Path, str]], rounds: int, seconds: int) -> list[Asked]:
    """Ask everything of every site, in turns."""
    asked: list[Asked] = []
    with contextlib.ExitStack() as stack:
        for name, (root, index) in sites.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-nginx-")))
            _, port = stack.enter_context(running(root, folder))
            asked += questions(name, f"https://{HOST}:{port}/", index)
        asked.sort(key=lambda one: one.what)
        for _ in range(rounds):
            for one in asked:
                one.ask(seconds)
    return asked


def times(one: Asked, asked: Sequence[Asked]) -> float:
    """Compare with what the stock site makes of the same: the median of the rounds' ratios."""
    (stock,) = (other for other in asked if (other.what, other.site) == (one.what, STOCK))
    return median(ours / theirs for ours, theirs in zip(one.rates, stock.rates, strict=True))


def table(asked: Sequence[Asked]) -> str:
    """Set what came of it as Markdown."""
    rows = (
        f"| {one.what} | {one.site} | {median(one.rates):,.0f} | {median(one.slowest) * 1000:.1f} "
        f"| {one.size:,} | {times(one, asked):.1f} |"
        for one in asked
    )
    return "\n".join((HEAD, *rows))


def circumstances(rounds: int, seconds: int) -> str:
    """Say when, with what and on what this was measured."""
    versions = [subprocess.run([PROGRAM, "-v"], capture_output=True, text=True, check=True).stderr]
    versions.append(subprocess.run([WRK, "-v"], capture_output=True, text=True).stdout)
    told = ", ".join(" ".join(re.findall(r"nginx/[\d.]+|wrk \S+", text)[:1]) for text in versions)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: {told}, {CONNECTIONS} connections by TLS, medians of "
        f"{rounds} rounds of {seconds} s; {os.cpu_count()} processors, "
        f"load of the machine {os.getloadavg()[0]:.1f}."
    )


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3, help="how long a round asks for a thing")
    parser.add_argument("--build-patience", type=float, default=900, help="seconds for the stock")
    return parser.parse_args()


def main() -> int:
    """Print the table; tell whether the goal is met."""
    given = options()
    missing = [str(path) for path in (PROGRAM, Path(WRK)) if not path.exists()]
    if missing:
        sys.exit(f"{' and '.join(missing)} not found: apt-get install nginx-light wrk")
    with tempfile.TemporaryDirectory(prefix="bench-throughput-") as folder:
        Path(folder).chmod(0o755)
        try:
            sites = lay_out(REPOSITORY / "site", Path(folder), given.build_patience)
        except Unbuilt as error:
            sys.exit(f"The stock site was not built: {error}")
        asked = measure(sites, given.rounds, given.seconds)
    print(circumstances(given.rounds, given.seconds), table(asked), sep="\n\n")
    (page,) = (one for one in asked if (one.what, one.site) == ("page", BEFORE))
    return times(page, asked) < GOAL


if __name__ == "__main__":
    sys.exit(main())
