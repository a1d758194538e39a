"""Every rule the data are held to, run over them at once."""

from collections.abc import Collection, Iterable
from pathlib import Path

from .faults import Fault, Faults
from .load import Tree, load
from .model import Programme
from .publication import Publication
from .rehearsal import Rehearsal
from .rules import pages, records, story, texts
from .rules.walk import Rule

RULES: tuple[Rule, ...] = (
    texts.every_text_in_every_language,
    texts.chinese_as_printed,
    texts.quotes_are_curly,
    texts.quotes_and_brackets_pair,
    texts.written_one_way,
    texts.one_line,
    texts.numbers_agree,
    texts.term_has_one_rendering,
    records.references_are_known,
    records.wordings_have_their_entry,
    pages.sections_are_pages,
    pages.topics_are_known,
    records.ids_are_unique,
    records.figures_stand_in_the_text,
    records.outcomes_stand_in_their_statement,
    texts.characters_are_safe,
    texts.characters_are_usual,
    texts.texts_are_plain,
    texts.texts_are_no_formulas,
    records.unlinkable_stays_unlinked,
    records.read_once_published,
    texts.pinyin_matches,
    records.chinese_names_have_pinyin,
    records.published_ids_stay,
    records.moved_leads_somewhere,
    records.published_is_whole,
    records.changes_are_told,
    records.positions_differ,
    records.changes_have_a_day,
    pages.zones_have_a_focus,
    pages.headlines_show_a_figure,
    pages.pages_are_known,
    pages.pages_are_listed_once,
    pages.words_make_no_claim,
    story.title_alone_is_alone,
    story.briefs_have_a_length,
    story.sentences_rest_on_something,
    story.links_stand_in_their_sentence,
    story.numbers_are_told_elsewhere,
    story.passages_hold_together,
    story.passages_name_their_own,
    story.gaps_follow_their_page,
    story.key_dates_are_in_order,
    story.targets_have_a_claim,
)
PUBLISHING: tuple[Rule, ...] = (
    records.published_ids_stay,
    records.moved_leads_somewhere,
    records.published_is_whole,
    records.changes_are_told,
)
"""Those of the rules that hold only what is published: a draft may break them and be looked at."""


def load_checked(folder: Path, reworded: Collection[str] = ()) -> Programme:
    """Load the data below `folder` and hold it to every rule.

    Args:
        folder: where the data files are.
        reworded: ids of statements that say what they said, only in other words.

    Raises:
        Faults: everything wrong with form or content, with file, line, record and remedy.
    """
    programme, unpublishable = load_draft(folder)
    faults = [fault for fault in unpublishable if fault.record not in reworded]
    faults += [
        Fault("published.yml", 1, name, "no statement has this id; check the spelling")
        for name in reworded
        if name not in programme.statements
    ]
    if faults:
        raise Faults(faults)
    return programme


def load_draft(folder: Path) -> tuple[Programme, list[Fault]]:
    """Load the data below `folder` to be looked at; give also what forbids publishing it.

    Raises:
        Faults: everything wrong, if any of it forbids looking at it too.
    """
    programme, _, unpublishable = _loaded(folder)
    return programme, unpublishable


def rehearse(
    folder: Path, address: str, *, printed: bool = False, draft: bool = False
) -> tuple[Publication, list[Fault]]:
    """Load the data below `folder`, hold them to every rule, and render all there is.

    Args:
        folder: where the data files are.
        address: where the root of the site will stand, `https://…/`.
        printed: whether its pages are going to be there as PDF too.
        draft: whether what only forbids publishing is to be given, not raised.

    Raises:
        Faults: everything wrong.
        jinja2.TemplateError: when a template is broken, or asks for what is not there.
    """
    programme, tree, unpublishable = _loaded(folder)
    if unpublishable and not draft:
        raise Faults(unpublishable)
    rehearsal = Rehearsal(programme, address, printed)
    if faults := [tree.fault(*finding) for finding in rehearsal.findings()]:
        raise Faults(faults + unpublishable)
    return rehearsal.publication, unpublishable


def _loaded(folder: Path) -> tuple[Programme, Tree, list[Fault]]:
    programme, tree = load(folder)
    if twins := _faults(programme, tree, [records.ids_are_unique]):
        raise Faults(twins)  # the other rules find records by their ids, and would mislead
    unpublishable = _faults(programme, tree, PUBLISHING)
    held = (records.ids_are_unique, *PUBLISHING)
    if faults := _faults(programme, tree, [rule for rule in RULES if rule not in held]):
        raise Faults(faults + unpublishable)
    return programme, tree, unpublishable


def _faults(programme: Programme, tree: Tree, rules: Iterable[Rule]) -> list[Fault]:
    return [
        tree.fault(*finding, kind=rule.__name__) for rule in rules for finding in rule(programme)
    ]
