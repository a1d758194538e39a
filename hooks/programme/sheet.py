"""The style that is used: of a style sheet, the rules that something of the site can match.

A rule stays where every name that its selector asks for stands in the markup or in a script. Any
state and any pseudo-element is taken to be possible, and what `:not()` names need not be there.
What is asked of a selector is in https://www.w3.org/TR/selectors-4/.
"""

import re
from collections.abc import Iterator, Mapping, Set
from typing import Any, TypeVar

import rcssmin
import tinycss2

TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[\w-]+")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
ANIMATION = re.compile(r"animation(?:-name)?:([^;}]*)")
GROUPS = ("media", "supports")
"""Rules that hold rules."""
CHOICES = ("is", "where", "has")
"""Pseudo-classes of which one argument must match."""

K = TypeVar("K")
Nodes = list[Any]


def words(text: str) -> frozenset[str]:
    """Give every word of tags or of scripts: elements, classes, ids, attributes, values."""
    return frozenset(WORD.findall(text))


def used(sheets: Mapping[K, str], names: Set[str]) -> dict[K, str]:
    """Give the rules of style sheets that can match, as short as they can be written.

    Args:
        sheets: all sheets of the site, since one asks for the variables of another.
        names: every word that tags and scripts hold.
    """
    kept = {key: "".join(_matching(_rules(sheet), names)) for key, sheet in sheets.items()}
    while (fewer := _without_idle(kept)) != kept:
        kept = fewer
    return {key: str(rcssmin.cssmin(text)) for key, text in kept.items()}


def _without_idle(sheets: dict[K, str]) -> dict[K, str]:
    """Leave out the variables and animations that no rule asks for."""
    whole = "".join(sheets.values())
    asked = frozenset(VARIABLE.findall(whole)) | words(" ".join(ANIMATION.findall(whole)))
    return {key: "".join(_asked_for(_rules(text), asked)) for key, text in sheets.items()}


def _rules(sheet: str | Nodes) -> Nodes:
    rules: Nodes = tinycss2.parse_rule_list(sheet, skip_comments=True, skip_whitespace=True)
    return [rule for rule in rules if getattr(rule, "lower_at_keyword", "") != "charset"]


def _matching(rules: Nodes, names: Set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            kept = [part for part in _split(rule.prelude) if _can_match(part, names)]
            selector = ",".join(tinycss2.serialize(part).strip() for part in kept)
            yield _block(selector, tinycss2.serialize(rule.content) if kept else "")
        elif rule.lower_at_keyword in GROUPS:
            yield _block(_head(rule), "".join(_matching(_rules(rule.content), names)))
        else:
            yield rule.serialize()


def _split(nodes: Nodes) -> list[Nodes]:
    """Take a list of selectors apart at its commas."""
    parts: list[Nodes] = [[]]
    for node in nodes:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return parts


def _can_match(selector: Nodes, names: Set[str]) -> bool:
    return all(
        _is_there(node, names)
        for before, node in zip([None, *selector], selector, strict=False)
        if before != ":"
    ) and all(
        any(_can_match(choice, names) for choice in _split(node.arguments))
        for node in selector
        if node.type == "function" and node.lower_name in CHOICES
    )


def _is_there(node: Any, names: Set[str]) -> bool:
    """Tell whether what a part of a selector names stands in the markup."""
    if node.type in ("ident", "hash"):
        return node.value in names
    if node.type == "[] block":
        asked = [part.value for part in node.content if part.type in ("ident", "string")]
        whole = "=" in [part.value for part in node.content if part.type == "literal"]
        return asked[0] in names and (not whole or words(asked[-1]) <= names)
    return True


def _block(head: str, content: str) -> str:
    return f"{head}{{{content}}}" if content else ""


def _head(rule: Any) -> str:
    return f"@{rule.lower_at_keyword}{tinycss2.serialize(rule.prelude)}"


def _asked_for(rules: Nodes, asked: Set[str]) -> Iterator[str]:
    """Yield rules without the variables and animations that no rule asks for."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield _block(tinycss2.serialize(rule.prelude), _declared(rule.content, asked))
        elif rule.lower_at_keyword in GROUPS:
            yield _block(_head(rule), "".join(_asked_for(_rules(rule.content), asked)))
        elif rule.lower_at_keyword != "keyframes" or words(rule.serialize()) & asked:
            yield rule.serialize()


def _declared(content: Nodes, asked: Set[str]) -> str:
    declared = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return ";".join(
        each.serialize() for each in declared if each.name[:2] != "--" or each.name in asked
    )
