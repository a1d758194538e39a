"""The editor's verbs: check the data, bless what is new, write schemas or a new project."""

import argparse
import sys
from pathlib import Path

from . import new, schema
from .check import load_checked, rehearse
from .faults import Faults
from .load import load
from .model import Site
from .render import fault_in_template
from .seals import bless

ADDRESS = "https://example.org/"
"""Where a site that is only checked would stand."""
DATA = Path(__file__).parents[2] / "data"
SCHEMAS = ".schemas"
"""The folder beside the data that editors are told of, in `.vscode/settings.json`."""


def _arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m programme", description=__doc__)
    parser.set_defaults(each=False)
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="hold the data to their rules")
    check.add_argument("--each", action="store_true", help="a line for each of many like faults")
    accept = verbs.add_parser("bless", help="check, then accept all statements as they are")
    reworded = "statements that say the same in other words, which changes.yml need not tell"
    accept.add_argument("--wording", nargs="+", metavar="ID", default=[], help=reworded)
    verbs.add_parser("schema", help="write the schemas by which editors help with the data")
    project = verbs.add_parser("new", help="write a project for another programme")
    project.add_argument("folder", type=Path, metavar="DIR", help="where nothing stands yet")
    languages = "two letters each, the first offered first; en zh if not given"
    project.add_argument("--languages", nargs="+", metavar="ID", default=new.USUAL, help=languages)
    return parser.parse_args(given)


def _done(arguments: argparse.Namespace, folder: Path) -> str:
    """Do the verb; say what was done."""
    if arguments.verb in ("schema", "new"):
        return _written(arguments, load(folder)[0].site, folder)
    if arguments.verb == "bless":
        programme = load_checked(folder, arguments.wording)
        bless(programme, folder)
    else:
        programme = rehearse(folder, ADDRESS, printed=True)[0].programme
    return f"{len(programme.statements)} statements, {len(programme.sources)} sources: all well"


def _written(arguments: argparse.Namespace, site: Site, folder: Path) -> str:
    if arguments.verb == "schema":
        schema.write(site, folder.parent / SCHEMAS)
        return f"{SCHEMAS}/ written"
    new.write(site, arguments.folder, tuple(dict.fromkeys(arguments.languages)))
    return f"{arguments.folder} written; there: make check, make serve, and write over data/"


def main(given: list[str], folder: Path = DATA) -> int:
    """Do one verb on the data in `folder`; return the exit code."""
    arguments = _arguments(given)
    try:
        print(_done(arguments, folder))
    except Faults as faults:
        print(faults.report(each=arguments.each), file=sys.stderr)
        return 1
    except new.Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    except Exception as error:
        if fault := fault_in_template(error):
            print(fault, file=sys.stderr)
        elif isinstance(error, OSError):
            place = error.filename or folder  # a full disk names no file
            print(f"{place} cannot be written: {error.strerror}", file=sys.stderr)
        else:
            raise
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
