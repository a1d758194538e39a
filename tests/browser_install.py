"""Make sure the browser tests have what they need: a Chromium, pdftotext, a Chinese font.

What the machine has comes first, then its packages (as root on Debian and its kin), then, for
the browser, Playwright's own. Run as a script it prints the browser's path, or fails.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PLAYWRIGHT_PATH = (
    "from playwright.sync_api import sync_playwright as start\n"
    "with start() as playwright: print(playwright.chromium.executable_path)"
)
WEBKIT = "WebKitWebDriver"
NO_BROWSER = (
    "No Chromium was found and none could be installed: install Chromium or Chrome, "
    "or set CHROMIUM to the path of one."
)
NO_PDFTOTEXT = "pdftotext was not found: install poppler-utils (Homebrew: poppler)."
NO_FONT = "No Chinese font was found: install fonts-noto-cjk, or pictures will show boxes."


def _output(*command: str) -> str:
    """Give what a command prints, or nothing when it is missing or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def _candidates() -> Iterator[str | None]:
    if named := os.environ.get("CHROMIUM"):
        yield shutil.which(named)
        return
    yield from map(shutil.which, BROWSERS)
    yield shutil.which(_output(sys.executable, "-c", PLAYWRIGHT_PATH))


@cache
def find_browser() -> str:
    """Give the path of a Chromium that runs.

    Raises:
        FileNotFoundError: with what to do about it.
    """
    for path in _candidates():
        if path and _output(path, "--version"):
            return path
    raise FileNotFoundError(NO_BROWSER)


def has_browser() -> bool:
    """Tell whether a Chromium that runs is here; failing to find one is not remembered."""
    try:
        return bool(find_browser())
    except FileNotFoundError:
        return False


def _is_command(name: str) -> bool:
    """Tell whether a command is here; some stand where only root looks."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") is not None


def find_firefox() -> str | None:
    """Give the path of a Firefox; Debian's is the one for a year."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def has_chinese_font() -> bool:
    """Tell whether Chinese shows as characters, not boxes."""
    return sys.platform == "darwin" or bool(_output("fc-list", ":lang=zh", "family"))


def _has_faketime() -> bool:
    """Tell whether a program can be shown another time."""
    return any(Path("/usr/lib").rglob("libfaketime.so.1"))


Needs = Mapping[str, tuple[Callable[[], bool], str]]
"""A package of Debian to how one sees that it is here, and what to say when it is not."""

NEEDS: Needs = {
    "chromium": (has_browser, NO_BROWSER),
    "poppler-utils": (partial(_is_command, "pdftotext"), NO_PDFTOTEXT),
    "fonts-noto-cjk": (has_chinese_font, NO_FONT),
}
NEEDS_OF_HARD: Needs = {
    "nginx-light": (partial(_is_command, "nginx"), "nginx was not found: install it."),
    "openssl": (partial(_is_command, "openssl"), "openssl was not found: install it."),
    "faketime": (_has_faketime, "libfaketime was not found: install faketime."),
    "firefox-esr": (lambda: bool(find_firefox()), "Firefox was not found: install it."),
    "webkit2gtk-driver": (partial(_is_command, WEBKIT), f"{WEBKIT} was not found: install it."),
    "xvfb": (partial(_is_command, "Xvfb"), "Xvfb was not found: install it."),
    "xsettingsd": (partial(_is_command, "xsettingsd"), "xsettingsd was not found: install it."),
}
"""What `make test-hard` needs besides."""


def _run(*command: str) -> None:
    """Run a command aloud; whether it helped is seen afterwards."""
    print("+", *command, file=sys.stderr)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, stdout=sys.stderr, env=environment, check=False)


def install_missing(needs: Needs) -> None:
    """Install what is missing, as far as this machine lets us."""
    missing = [package for package, (is_here, _) in needs.items() if not is_here()]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        _run("apt-get", "update")
        for package in missing:
            _run("apt-get", "install", "-y", "--no-install-recommends", package)
    if not has_browser():
        _run(sys.executable, "-m", "playwright", "install", "chromium")


def main() -> int:
    """Install what is missing, print the browser's path; 1 when a test could not run.

    With `--hard` also what `make test-hard` needs.
    """
    needs = {**NEEDS, **(NEEDS_OF_HARD if "--hard" in sys.argv else {})}
    install_missing(needs)
    missing = [message for is_here, message in needs.values() if not is_here()]
    for message in missing:
        print(message, file=sys.stderr)
    if set(missing) - {NO_FONT}:
        return 1
    print(find_browser())
    return 0


if __name__ == "__main__":
    sys.exit(main())
