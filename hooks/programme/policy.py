"""What a page may load and run: its Content-Security-Policy.

Only scripts that the project itself wrote may run: files of the site, and the inline scripts
that stand in its own templates, each by its hash; rules for prefetching count as such. What a
text brings into a page is not among them. After https://www.w3.org/TR/CSP3/.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from markupsafe import Markup

INLINE = re.compile(r'<script(?: type="speculationrules")?>(.*?)</script>', re.S)
RELOADING = ("'unsafe-inline'",)
"""What the server of `make serve` needs: it adds a script that differs from page to page."""


def inline_scripts(folder: Path) -> Iterator[str]:
    """Yield every inline script the templates below `folder` hold."""
    for template in sorted(folder.rglob("*.html")):
        yield from INLINE.findall(template.read_text(encoding="utf-8"))


def hashes(scripts: Iterable[str]) -> tuple[str, ...]:
    """Give the sources that allow inline scripts by what they are: `'sha256-…'`."""
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def policy(scripts: Iterable[str]) -> Markup:
    """Give a policy: nothing from elsewhere, no eval, no handler, no inline script but `scripts`.

    Args:
        scripts: sources of inline scripts, as `hashes` gives them.
    """
    allowed = " ".join(("'self'", *scripts))
    return Markup(
        f"default-src 'none'; script-src {allowed}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "base-uri 'none'; form-action 'self'"
    )
