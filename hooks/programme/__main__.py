"""The editor's verbs: `python -m programme check`, and `bless` to accept what is new."""

import sys
from pathlib import Path as FilePath

from .changes import bless
from .check import load_checked
from .load import Faults

DATA = FilePath(__file__).parents[2] / "data"


def main(arguments: list[str], folder: FilePath = DATA) -> int:
    """Do one verb on the data in `folder`; return the exit code."""
    if arguments not in (["check"], ["bless"]):
        print("usage: python -m programme check|bless", file=sys.stderr)
        return 2
    try:
        programme = load_checked(folder)
    except Faults as faults:
        print(faults, file=sys.stderr)
        return 1
    if arguments == ["bless"]:
        bless(programme, folder)
    print(f"{len(programme.statements)} statements, {len(programme.sources)} sources: all well")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
