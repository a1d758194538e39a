"""A new site takes the place of the last, whole; `hard/test_publishing.py` kills builds at it."""

from pathlib import Path

import pytest
from programme import publishing


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A new site beside the last one."""
    new, site = tmp_path / ".site.new", tmp_path / "site"
    for folder in (new, site):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name)
    return new, site


@pytest.fixture(params=[publishing.EXCHANGE, {}], ids=["at once", "in two steps"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "EXCHANGE", request.param)


def assert_new_is_in_place(new: Path, site: Path) -> None:
    assert (site / "index.html").read_text() == ".site.new"
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_the_first_site_is_put_where_none_was(tmp_path: Path) -> None:
    (tmp_path / ".site.new").mkdir()
    (tmp_path / ".site.new/index.html").write_text(".site.new")
    publishing.put(tmp_path / ".site.new", tmp_path / "site")
    assert_new_is_in_place(tmp_path / ".site.new", tmp_path / "site")


@pytest.mark.usefixtures("either_way")
def test_new_takes_the_place_of_the_last(folders: tuple[Path, Path]) -> None:
    publishing.put(*folders)
    assert_new_is_in_place(*folders)


@pytest.mark.usefixtures("either_way")
def test_last_stays_where_the_new_is_not(folders: tuple[Path, Path]) -> None:
    new, site = folders
    with pytest.raises(FileNotFoundError):
        publishing.put(new.with_name("nowhere"), site)
    assert (site / "index.html").read_text() == "site"


def test_what_a_file_system_cannot_do_at_once_is_done_in_two_steps(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so by an error, as here of a way to exchange that there is not."""
    monkeypatch.setattr(publishing, "SWAP", 1 << 20)
    publishing.put(*folders)
    assert_new_is_in_place(*folders)
