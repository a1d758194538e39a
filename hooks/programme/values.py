"""What each page hands to its template: one type a page, each key of it a name in the template."""

from collections.abc import Mapping
from dataclasses import dataclass

from .charts import Bars, Drawing
from .groups import Group
from .model import (
    BodyKind,
    Change,
    Disagreement,
    Gap,
    Indicator,
    Organisation,
    Passage,
    Source,
    Statement,
    Term,
)
from .overview import Focus, Known


@dataclass(frozen=True)
class HomeValues:
    """The programme on one screen.

    Attributes:
        released: date of the release, if the key dates have it.
        charted: the indicator whose target stands beside the latest figures.
        parts_known: how much is known of each part.
        how_many: the number of parts, in words; None of one part.
        newest: the newest changes.
    """

    released: str | None
    charted: Indicator | None
    bars: Bars | None
    parts_known: tuple[Known, ...]
    how_many: str | None
    drawing: Drawing | None
    newest: tuple[Change, ...]


@dataclass(frozen=True)
class SectionValues:
    """A page of statements.

    Attributes:
        part: its number among the parts, in words.
        reading: its statements, put together.
        gaps_as_of: date up to which none of the gaps was found reported, if it is the same.
        neighbours: the page before and the page after.
        aimed: indicators with a target.
        other_figures: indicators without.
        drawn_bars: id of an indicator to its chart.
    """

    part: str | None
    reading: tuple[Group, ...]
    gaps: tuple[Gap, ...]
    gaps_as_of: str | None
    neighbours: tuple[str | None, str | None]
    aimed: tuple[Indicator, ...]
    other_figures: tuple[Indicator, ...]
    drawn_bars: Mapping[str, Bars]


@dataclass(frozen=True)
class LayoutValues:
    """The layout: its drawing, and zones with one focus together."""

    drawing: Drawing | None
    focuses: tuple[Focus, ...]


@dataclass(frozen=True)
class TimelineValues:
    """Every statement, year by year, and those without a date."""

    years: tuple[tuple[str, tuple[Statement, ...]], ...]
    undated: tuple[Statement, ...]


@dataclass(frozen=True)
class TermsValues:
    """The glossary.

    Attributes:
        terms: in the order of the page's language.
        letters: the same, by the letter they begin with.
        otherwise: another language to the terms in its order.
    """

    terms: tuple[Term, ...]
    letters: tuple[tuple[str, tuple[Term, ...]], ...]
    otherwise: Mapping[str, tuple[Term, ...]]


@dataclass(frozen=True)
class OrganisationsValues:
    """Organisations by their kind."""

    kinds: Mapping[BodyKind, tuple[Organisation, ...]]


@dataclass(frozen=True)
class DisagreementsValues:
    """The topics on which sources differ."""

    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True)
class SourcesValues:
    """The sources in groups, each with its anchor and heading."""

    groups: tuple[tuple[str, str, tuple[Source, ...]], ...]


@dataclass(frozen=True)
class AboutValues:
    """What is said of the site itself, and its changes, the newest first."""

    passages: tuple[Passage, ...]
    changes: tuple[Change, ...]


Values = (
    HomeValues
    | SectionValues
    | LayoutValues
    | TimelineValues
    | TermsValues
    | OrganisationsValues
    | DisagreementsValues
    | SourcesValues
    | AboutValues
)
