"""Every rule the data are held to, run over them at once."""

from pathlib import Path as FilePath

from .load import Fault, Faults, load
from .model import Programme
from .rules import pages, records, texts
from .rules.found import Finding, Rule

RULES: tuple[Rule, ...] = (
    texts.every_text_in_every_language,
    texts.asked_in_every_language,
    texts.chinese_as_printed,
    texts.quotes_are_curly,
    texts.one_line,
    texts.numbers_agree,
    texts.term_has_one_rendering,
    records.references_are_known,
    records.phrasings_have_their_statement,
    pages.sections_are_pages,
    pages.topics_are_known,
    records.ids_are_unique,
    pages.anchors_are_free,
    records.figures_stand_in_the_text,
    records.outcomes_stand_in_their_statement,
    texts.characters_are_safe,
    records.unlinkable_stays_unlinked,
    texts.pinyin_matches,
    records.organisations_are_named,
    records.published_ids_stay,
    records.changes_are_told,
    records.positions_differ,
    records.changes_have_a_day,
    pages.layout_can_be_drawn,
    pages.headlines_show_a_figure,
    pages.pages_are_known,
    pages.pages_are_listed_once,
    pages.words_are_complete,
)


def findings(programme: Programme) -> list[Finding]:
    """Run every rule; give everything that is wrong."""
    return [finding for rule in RULES for finding in rule(programme)]


def load_checked(folder: FilePath) -> Programme:
    """Load the data below `folder` and hold it to every rule.

    Raises:
        Faults: everything wrong with form or content, with file, line, record and remedy.
    """
    programme, tree = load(folder)
    faults: list[Fault] = [tree.fault(path, message) for path, message in findings(programme)]
    if faults:
        raise Faults(faults)
    return programme
