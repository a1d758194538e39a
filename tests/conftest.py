"""What the tests share: the real data, and a tiny made-up programme small enough to read."""

import shutil
from pathlib import Path

import pytest
from programme.check import load_checked
from programme.model import Programme

TESTS = Path(__file__).parent
DATA = TESTS.parent / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="accept the pages as they are now")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Under `--bless` run only what there is to bless."""
    if config.getoption("bless"):
        others = [item for item in items if "bless" not in getattr(item, "fixturenames", ())]
        items[:] = [item for item in items if item not in others]
        config.hook.pytest_deselected(items=others)


@pytest.fixture(scope="session")
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written anew."""
    return bool(request.config.getoption("bless"))


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A copy of the real data, to be broken."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def copy_tiny(folder: Path) -> Path:
    """Copy the tiny data, with the words of the real interface, which stand only there."""
    shutil.copytree(TESTS / "tiny", folder)
    _, words = (DATA / "site.yml").read_text("utf-8").split("\nwords:\n")
    with (folder / "site.yml").open("a", encoding="utf-8") as file:
        file.write(f"words:\n{words}")
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of `old`, which must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    """A copy of the tiny data, to be changed or broken."""
    return copy_tiny(tmp_path / "tiny" / "data")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """The tiny programme."""
    return load_checked(copy_tiny(tmp_path_factory.mktemp("tiny") / "data"))


@pytest.fixture(scope="session")
def programme() -> Programme:
    """The real programme."""
    return load_checked(DATA)
