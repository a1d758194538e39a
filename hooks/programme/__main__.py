"""The editor's verbs: check the data, bless what is new, write the schemas."""

import argparse
import sys
from pathlib import Path

from . import schema
from .changes import bless
from .check import load_checked, rehearse
from .faults import Faults
from .load import load
from .render import fault_in_template

ADDRESS = "https://example.org/"
"""Where a site that is only checked would stand."""
DATA = Path(__file__).parents[2] / "data"
SCHEMAS = ".schemas"
"""The folder beside the data that editors are told of, in `.vscode/settings.json`."""


def _arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m programme", description=__doc__)
    parser.set_defaults(wording=[], each=False)
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="hold the data to their rules")
    check.add_argument("--each", action="store_true", help="a line for each of many like faults")
    accept = verbs.add_parser("bless", help="check, then accept all statements as they are")
    reworded = "statements that say the same in other words, which changes.yml need not tell"
    accept.add_argument("--wording", nargs="+", metavar="ID", default=[], help=reworded)
    verbs.add_parser("schema", help="write the schemas by which editors help with the data")
    return parser.parse_args(given)


def _done(arguments: argparse.Namespace, folder: Path) -> str:
    """Do the verb; say what was done."""
    if arguments.verb == "schema":
        programme, _ = load(folder)
        schema.write(programme.site, folder.parent / SCHEMAS)
        return f"{SCHEMAS}/ written"
    if arguments.verb == "bless":
        programme = load_checked(folder, arguments.wording)
        bless(programme, folder)
    else:
        programme = rehearse(folder, ADDRESS, printed=True)[0].programme
    return f"{len(programme.statements)} statements, {len(programme.sources)} sources: all well"


def main(given: list[str], folder: Path = DATA) -> int:
    """Do one verb on the data in `folder`; return the exit code."""
    arguments = _arguments(given)
    try:
        print(_done(arguments, folder))
    except Faults as faults:
        print(faults.report(each=arguments.each), file=sys.stderr)
        return 1
    except Exception as error:
        if fault := fault_in_template(error):
            print(fault, file=sys.stderr)
        elif isinstance(error, OSError):
            print(f"{error.filename} cannot be written: {error.strerror}", file=sys.stderr)
        else:
            raise
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
