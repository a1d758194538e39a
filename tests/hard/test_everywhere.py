"""Every page in the looks and at the widths that `make test` leaves out for want of time."""

import pytest
from conftest import LOOKS, Open, assert_none
from test_browser import LOOK, assert_page_is_accessible
from test_fit import SOME, WIDTHS, cut_off

OTHER_LOOK = {path: look for path in LOOK for look in LOOKS if look != LOOK[path]}
OTHER_WIDTHS = {path: [width for width in WIDTHS if width not in SOME[path]] for path in SOME}


@pytest.mark.parametrize(("path", "look"), OTHER_LOOK.items())
def test_page_is_accessible_in_the_other_look(tab: Open, path: str, look: str) -> None:
    assert_page_is_accessible(tab, path, look)


@pytest.mark.parametrize(("path", "widths"), OTHER_WIDTHS.items())
def test_no_text_is_cut_off_at_the_other_widths(tab: Open, path: str, widths: list[int]) -> None:
    page = tab()
    page.goto(path)
    assert_none(cut_off(page, "nothing", widths))
    assert_none(cut_off(page, "details", widths))
