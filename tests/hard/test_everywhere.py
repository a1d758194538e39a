"""Every page in the looks and at the widths that `make test` leaves out for want of time."""

from typing import Any

import pytest
from conftest import LOOKS, NARROW, WIDE, Open, assert_none
from test_behaviour import KINDS, assert_place_is_kept
from test_browser import LOOK, assert_focus_is_seen, assert_page_is_accessible
from test_fit import SOME, WIDTHS, cut_off

OTHER_LOOK = {path: look for path in LOOK for look in LOOKS if look != LOOK[path]}
OTHER_WIDTHS = {path: [width for width in WIDTHS if width not in SOME[path]] for path in SOME}


@pytest.mark.parametrize(("path", "look"), OTHER_LOOK.items())
def test_page_is_accessible_in_the_other_look(tab: Open, path: str, look: str) -> None:
    assert_page_is_accessible(tab, path, look)


@pytest.mark.parametrize(("size", "key"), [(NARROW, "Tab"), (WIDE, "Shift+Tab")])
def test_focus_is_never_hidden_nor_caught(tab: Open, size: Any, key: str) -> None:
    assert_focus_is_seen(tab, size, key)


@pytest.mark.parametrize(("language", "size"), [("zh", WIDE), ("en", NARROW)])
@pytest.mark.parametrize("kind", KINDS)
def test_language_keeps_what_is_on_the_screen(
    tab: Open, kind: str, language: str, size: Any
) -> None:
    assert_place_is_kept(tab, kind, language, size)


@pytest.mark.parametrize(("path", "widths"), OTHER_WIDTHS.items())
def test_no_text_is_cut_off_at_the_other_widths(tab: Open, path: str, widths: list[int]) -> None:
    page = tab()
    page.goto(path)
    assert_none(cut_off(page, "nothing", widths))
    assert_none(cut_off(page, "details", widths))


@pytest.mark.parametrize(
    ("spoilt", "how"),
    {
        "article p { margin-left: -3rem !important }": "outside the window",
        "article h1 { overflow: hidden; text-wrap: nowrap !important; width: 5em }": "cut off",
        "article h1 { height: 0.5em; overflow: clip }": "cut off above or below",
        "header nav { left: -2rem }": "outside the window",
        "footer p { display: list-item }": "",
    }.items(),
)
def test_what_is_cut_off_is_found(new_tab: Open, spoilt: str, how: str) -> None:
    page = new_tab(bypass_csp=True)
    page.goto("en/goals/")
    page.add_style_tag(content=spoilt)
    faults = cut_off(page, "header details")
    assert any(f": {how}: " in fault for fault in faults) if how else not faults
