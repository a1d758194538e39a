"""The set-up: lists of requirements that are complete and pinned, a Makefile that says what is
wrong, workflows that run nothing unknown.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
import yaml
from conftest import TESTS, assert_none
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pip._internal.models.index import PyPI, TestPyPI

ROOT = TESTS.parent
LISTS = sorted(path.name for path in ROOT.glob("requirements*.txt"))
APART = {
    "requirements-audit.txt": "laid into a folder of its own, which the tests do not install",
    "requirements-bench.txt": "on top of the tests' list, which the tests do not install",
    "requirements-schema.txt": "unpacked for one file, without what it needs to run",
}
"""The lists that may lean on what they do not name, and why."""
COMPLETE = [name for name in LISTS if name not in APART]

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ENTRY = re.compile(r"[\w.-]+==[\w.!+]+( ; [^#]+?)?( --hash=sha256:[0-9a-f]{64})+")
SYSTEMS = {"linux": ("posix", "Linux"), "darwin": ("posix", "Darwin"), "win32": ("nt", "Windows")}


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def entries(text: str) -> list[str]:
    """Give the entries of a list, each on one line, without comments."""
    lines = re.sub(r" \\\n +", " ", text).splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def unpinned(text: str) -> Iterator[str]:
    """Tell of each entry that is anything but one version with the hashes of its files."""
    for entry in entries(text):
        if not ENTRY.fullmatch(entry):
            yield f"{entry.split(' --hash')[0]} is no version with hashes"


def needed(names: str) -> list[Requirement]:
    """Give the packages that a file of requirements names, hashes and options left out."""
    lines = (line.partition(" --hash")[0] for line in entries(names))
    return [Requirement(line) for line in lines if not line.startswith("-")]


def applies(requirement: Requirement, environment: Mapping[str, str], *extras: str) -> bool:
    marker = requirement.marker
    tried = ({**environment, "extra": extra} for extra in ("", *extras))
    return marker is None or any(map(marker.evaluate, tried))


def pinned(text: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Give the version of each package that a list installs in an environment."""
    return {
        canonicalize_name(entry.name): str(entry.specifier).removeprefix("==")
        for entry in needed(text)
        if applies(entry, environment)
    }


@cache
def metadata(name: str) -> list[Requirement]:
    """Give what an installed package says it needs; of one for another system nothing is known."""
    try:
        return [Requirement(line) for line in requires(name) or ()]
    except PackageNotFoundError:
        return []


def missing(pins: Mapping[str, str], environment: Mapping[str, str]) -> Iterator[str]:
    """Follow all that the packages of a list need, extras too; tell of what the list lacks."""
    todo = [("the list", Requirement(name)) for name in pins]
    done = set()
    while todo:
        by, wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        if name not in pins or not wanted.specifier.contains(pins[name], prereleases=True):
            yield f"{by} needs {wanted}"
        elif (name, *sorted(wanted.extras)) not in done:
            done.add((name, *sorted(wanted.extras)))
            needs = (each for each in metadata(name) if applies(each, environment, *wanted.extras))
            todo += ((name, each) for each in needs)


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_pinned(name: str) -> None:
    text = read(name)
    assert entries(text)
    assert_none(unpinned(text))
    assert "://" not in text


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_what_is_asked_for(name: str) -> None:
    pins = pinned(read(name), default_environment())
    asked = needed(read(name.replace(".txt", ".in")))
    assert asked
    assert_none(
        f"{wanted} is not in {name}"
        for wanted in asked
        if not wanted.specifier.contains(pins.get(canonicalize_name(wanted.name), "0"))
    )


def test_the_tests_run_on_what_a_build_installs() -> None:
    builds, tests = (
        pinned(read(name), default_environment())
        for name in ("requirements.txt", "requirements-test.txt")
    )
    assert builds.items() <= tests.items()


@pytest.mark.parametrize("name", COMPLETE)
def test_lists_are_what_is_installed(name: str) -> None:
    """So that what the packages say they need is said by the very versions of the list."""
    pins = pinned(read(name), default_environment())
    assert {package: version(package) for package in pins} == pins


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("name", COMPLETE)
def test_lists_are_complete(name: str, python: str, system: str) -> None:
    """They are installed with --no-deps: what they lack nobody fetches."""
    os_name, platform = SYSTEMS[system]
    environment = default_environment() | {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "os_name": os_name,
        "platform_system": platform,
    }
    assert_none(missing(pinned(read(name), environment), environment))


@pytest.mark.parametrize(
    ("pattern", "instead", "fault"),
    [
        (r"^markupsafe==\S+( \\\n +--hash=\S+)+\n", "", r"jinja2 needs MarkupSafe"),
        (r"^click==\S+", "click==6.0", r"mkdocs needs click>="),
        (r"^click==", "click>=", r"click>=\S+ is no version with hashes"),
        (r"^(click==\S+)( \\\n +--hash=\S+)+", r"\1", r"click==\S+ is no version with hashes"),
        (r"^click==\S+", "click @ https://x.example/c.whl", r"click @ \S+ is no version"),
        (r"^annotated-types", "--pre\nannotated-types", r"--pre is no version with hashes"),
    ],
)
def test_broken_lists_are_told(pattern: str, instead: str, fault: str) -> None:
    text, times = re.subn(pattern, instead, read("requirements.txt"), count=1, flags=re.M)
    assert times
    environment = default_environment()
    told = [*unpinned(text)] or [*missing(pinned(text, environment), environment)]
    assert any(re.match(fault, each) for each in told), told


def test_extras_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"kite": ["string[waxed]>=2"], "string": ["reel", 'wax; extra == "waxed"']}
    monkeypatch.setitem(globals(), "metadata", lambda name: map(Requirement, known.get(name, ())))
    pins = {"kite": "1", "string": "2", "reel": "1"}
    assert list(missing(pins, default_environment())) == ['string needs wax; extra == "waxed"']
    assert not list(missing({**pins, "wax": "1"}, default_environment()))


def own_files() -> Iterator[Path]:
    """Give every file of the repository: all that is here but what `.gitignore` names."""
    ignored = [".git", *(line.strip("/") for line in read(".gitignore").split())]
    for folder, folders, files in os.walk(ROOT):
        kept = [name for name in folders + files if not any(fnmatch(name, i) for i in ignored)]
        folders[:] = [name for name in folders if name in kept]
        yield from (Path(folder, name) for name in files if name in kept)


def test_no_file_names_a_registry() -> None:
    """Where packages are fetched from is for each machine to say."""
    hosts = {index.netloc for index in (PyPI, TestPyPI)}
    hosts |= {index.file_storage_domain for index in (PyPI, TestPyPI)}
    files = list(own_files())
    assert {TESTS / "test_setup.py", ROOT / "requirements.txt"} < set(files)
    assert_none(
        f"{path.relative_to(ROOT)} names {host}"
        for path in files
        for host in hosts
        if host.encode() in path.read_bytes()
    )


PYTHON = """#!/bin/sh
case "$2" in *{refused}*) exit 1;; esac
"""


Make = Callable[..., str]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Run make where nothing is set up yet; give what it prints."""
    for name in ("Makefile", *LISTS):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("MAKEFLAGS", "PORT", "PYTHON3"):  # of a make that runs the tests
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> str:
        output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return subprocess.run(["make", *arguments], cwd=tmp_path, timeout=600, **output).stdout

    return run


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (None, "{} does not run; name another: make PYTHON3=python3.13 serve"),
        ("version_info", "{} is older than Python 3.11; name another: make PYTHON3="),
        ("venv", "{} lacks its venv module; on Debian and Ubuntu: apt-get install"),
    ],
)
def test_make_says_what_is_wrong_with_a_python(
    make: Make, tmp_path: Path, refused: str | None, told: str
) -> None:
    python = tmp_path / "python"
    if refused:
        python.write_text(PYTHON.format(refused=refused))
        python.chmod(0o755)
    assert told.format(python) in make("serve", f"PYTHON3={python}")


def test_make_serves_at_the_port_that_is_named(make: Make) -> None:
    assert "--dev-addr 127.0.0.1:8000\n" in make("-n", "serve")
    assert "--dev-addr 127.0.0.1:8001\n" in make("-n", "serve", "PORT=8001")


@pytest.mark.ours
def test_the_plain_commands_of_readme_do_what_make_does(make: Make) -> None:
    plain = re.findall(r"^\S*python3? -m .+", read("README.md"), re.M)
    assert [line.split()[2] for line in plain] == ["venv", "pip", "mkdocs"]
    assert {word for line in plain for word in line.split()} <= set(make("-n", "serve").split())


def test_verbs_named_anywhere_are_there(make: Make) -> None:
    verbs = re.findall(r"^  make (\S+)", make(), re.M)
    places = ["README.md", "CONTRIBUTING.md", ".ci/run", ".pre-commit-config.yaml"]
    places += [str(path.relative_to(ROOT)) for path in WORKFLOWS]
    named = re.compile(r"(?:`|run: |^|exec |entry: )make ([a-z-]+)", re.M)
    assert_none(
        f"{place}: there is no make {verb}"
        for place in places
        for verb in named.findall(read(place))
        if verb not in verbs
    )


USES = re.compile(r"uses: (.*)")
HASHED = re.compile(r"\./\S+|[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_run_nothing_unknown_and_end(path: Path) -> None:
    """Actions by hash, as a tag may be moved; no rights but to read, except where a job says so."""
    text = path.read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert_none(used for used in USES.findall(text) if not HASHED.fullmatch(used))
    assert workflow["permissions"] == {"contents": "read"}
    assert_none(
        f"{name} has no time limit"
        for name, job in workflow["jobs"].items()
        if not {"timeout-minutes", "uses"} & set(job)
    )
