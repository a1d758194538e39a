"""The published folder changes whole: a site is built beside it, and the two change places."""

import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock, Timeout

MANIFEST = "manifest.json"
"""The file of a site that lists all others."""


class Occupied(Exception):
    """The site's place is taken; the message says by what, and what to do."""


class Target:
    """The folder a site is published in, and nobody else's while it is built.

    Raises:
        Occupied: when what stands there is no folder, or another build is under way.
        OSError: when nothing can be written beside it.
    """

    def __init__(self, site: Path) -> None:
        self.site = site.resolve()
        self.lock = FileLock(self.site.with_name(f".{self.site.name}.lock"))
        if self.site.exists() and not self.site.is_dir():
            raise Occupied(f"{self.site.name} is a file where the site's folder goes; move it away")
        try:
            self.lock.acquire(timeout=0)
        except Timeout:
            message = f"another build is writing {self.site.name}/; wait for its end"
            raise Occupied(message) from None

    @property
    def beside(self) -> Path:
        """Where the new site is built."""
        return self.site.with_name(f".{self.site.name}.new")

    def replace(self) -> None:
        """Put what was built in the place of the last site.

        Raises:
            OSError: when the folders cannot be moved; the last site is as it was.
        """
        publish(self.beside, self.site)
        self._release()

    def discard(self) -> None:
        """Remove what was built; the last site is as it was."""
        shutil.rmtree(self.beside, ignore_errors=True)
        self._release()

    def _release(self) -> None:
        """Give the lock back; whoever has opened its file meanwhile sees that it is gone."""
        Path(self.lock.lock_file).unlink(missing_ok=True)
        self.lock.release()


def publish(new: Path, site: Path) -> None:
    """List what a finished folder holds, and put it in the place of a site.

    Raises:
        OSError: when it cannot be moved; the site is as it was.
    """
    (new / MANIFEST).write_text(manifest(new), encoding="utf-8")
    make_readable(new)
    put(new, site)


def make_readable(folder: Path) -> None:
    """Let everyone read a site, whatever the umask: a web server is somebody else."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))


def manifest(folder: Path) -> str:
    """List the files of a site as JSON: the SHA-256 of each, and of all together as `version`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path != folder / MANIFEST
    }
    return json.dumps({"version": version(sums), "files": sums}, indent=1) + "\n"


def version(sums: Mapping[str, str]) -> str:
    """Name a site by what its files hold, in the form `sha256sum` would list them."""
    listed = "".join(f"{digest}  {path}\n" for path, digest in sums.items())
    return hashlib.sha256(listed.encode()).hexdigest()


def put(new: Path, site: Path) -> None:
    """Put a folder in the place of another, whole, or raise OSError."""
    if not site.exists():
        new.rename(site)
        return
    if not _exchanged(new, site):
        _moved_aside(new, site)
    shutil.rmtree(new, ignore_errors=True)


EXCHANGE = {"linux": ("renameat2", True), "darwin": ("renamex_np", False)}
"""What lets two folders change places in one step, and whether it takes a folder to start from."""
SWAP, HERE = 2, -100
UNABLE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
"""What a file system says that cannot do it."""


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places, so that at no moment one is missing; tell if it was done."""
    name, from_folder = EXCHANGE.get(sys.platform, ("", False))
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if call is None:
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    arguments = [part for path in paths for part in ((HERE, path) if from_folder else (path,))]
    if call(*arguments, SWAP) == 0:
        return True
    code = ctypes.get_errno()
    if code in UNABLE:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _moved_aside(new: Path, site: Path) -> None:
    """Put a folder in the place of another in two steps, the first undone if the other fails."""
    old = site.with_name(f".{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    site.rename(old)
    try:
        new.rename(site)
    except OSError:
        old.rename(site)
        raise
    old.rename(new)
