"""The code itself: functions stay short, imports run one way, and what templates get has a type."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from statistics import median

from programme import new

HOOKS = new.ROOT / "hooks"
MODULES = {
    ".".join(path.relative_to(HOOKS).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
    for path in sorted(HOOKS.rglob("*.py"))
}
LONGEST, MEDIAN = 30, 7
"""Lines of a function, its docstring included."""


def functions() -> Iterator[tuple[str, int]]:
    """Yield every function with the number of its lines."""
    for module, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield f"{module}.{node.name}", (node.end_lineno or 0) - node.lineno + 1


def imported(module: str) -> Iterator[str]:
    """Yield the modules of ours that a module imports."""
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.ImportFrom):
            package = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*package, *filter(None, [node.module])])
            names = {base, *(f"{base}.{alias.name}" for alias in node.names)}
            yield from names & set(MODULES) - {module}


def test_functions_are_short() -> None:
    assert {name: lines for name, lines in functions() if lines > LONGEST} == {}
    assert median(lines for _, lines in functions()) <= MEDIAN


def test_no_imports_run_in_a_circle() -> None:
    """An error of `graphlib` names the circle."""
    order = list(TopologicalSorter({name: set(imported(name)) for name in MODULES}).static_order())
    assert order.index("programme.model") < order.index("programme.pages")
    assert order[-1] in ("mkdocs_events", "programme.__main__")


def test_what_templates_get_has_a_type() -> None:
    """Of what rendering imports, only the readers of files, whose values have none yet, say Any."""
    reached, left = set[str](), ["programme.render", "programme.takeaway"]
    while left:
        module = left.pop()
        reached.add(module)
        left += set(imported(module)) - reached
    untyped = {
        module
        for module in reached
        for node in ast.walk(MODULES[module])
        if isinstance(node, ast.Name) and node.id == "Any"
    }
    assert untyped <= {"programme.load", "programme.plain_yaml"}
    assert {"programme.values", "programme.pages", "programme.voice"} <= reached
