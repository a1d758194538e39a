"""The published folder changes whole: a site is built beside it, and takes its place at the end."""

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Target:
    """The folder a site is published in."""

    site: Path

    @property
    def beside(self) -> Path:
        """Where it is built."""
        return self.site.with_name(f".{self.site.name}.new")

    @property
    def before(self) -> Path:
        """Where the last site waits until the new one stands in its place."""
        return self.site.with_name(f".{self.site.name}.old")

    def replace(self) -> None:
        """Put what was built in the place of the last site.

        Raises:
            OSError: when a folder cannot be moved; the last site is as it was.
        """
        shutil.rmtree(self.before, ignore_errors=True)
        if self.site.exists():
            self.site.rename(self.before)
        try:
            self.beside.rename(self.site)
        except OSError:
            if self.before.exists():
                self.before.rename(self.site)
            raise
        shutil.rmtree(self.before, ignore_errors=True)

    def discard(self) -> None:
        """Remove what was built; the last site is as it was."""
        shutil.rmtree(self.beside, ignore_errors=True)
