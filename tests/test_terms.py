"""Terms in running text: which are found, where they are linked, and what explains them."""

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from programme.model import Programme, Rendering, Term, Text
from programme.terms import Linker, as_json, explanations


def term(id: str, zh: str, en: str, *others: tuple[str, str], **values: object) -> Term:
    """Make a term; `others` are pairs of language and text."""
    renderings = tuple(Rendering(lang=lang, text=text, used_by="x") for lang, text in others)
    note = Text({"en": f"Of {en}.", "zh": f"说{zh}。"})
    name = Text({"en": en, "zh": zh})
    return Term(id=id, name=name, pinyin="x", others=renderings, note=note, sources=(), **values)


TERMS = (
    term(
        "sensor", "智能传感器", "intelligent sensor", ("en", "smart sensor"), ("zh", "智慧感測器")
    ),
    term("town", "智能传感器产业小镇", "intelligent sensor industry town"),
    term("mems", "微机电系统", "MEMS", ("en", "Micro-Electro-Mechanical Systems")),
    term("cars", "汽车传感器", "automobile sensors"),
    term("chains", "20条重点产业链", "20 key industry chains"),
    term("declaration", "郑州宣言", "Zhengzhou Declaration", ("de", "Vereinbarung")),
    term("part", "智能传感器产业背景", "background of intelligent sensor industry", link=False),
    term("process", "工艺", "process"),
)

Mark = Callable[..., str]


def with_terms(programme: Programme, *terms: Term) -> Programme:
    """Give the programme other terms."""
    return programme.model_copy(update={"terms": terms})


def parsed(html: str) -> Iterator[tuple[str, str | None]]:
    """Yield pieces of text, each with the id of the term it links; links must not nest."""
    pieces: list[tuple[str, str | None]] = []
    inside: list[str | None] = [None]

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            values = dict(attrs)
            assert (tag, values["class"], len(inside)) == ("a", "term", 1)
            page, _, name = (values["href"] or "").partition("#")
            assert page == "../terms/"
            inside.append(name)

        def handle_endtag(self, tag: str) -> None:
            assert tag == "a"
            inside.pop()

        def handle_data(self, data: str) -> None:
            pieces.append((data, inside[-1]))

    parser = Parser()
    parser.feed(html)
    parser.close()
    assert inside == [None]
    yield from pieces


def address(name: str) -> str:
    """Give the address of a term, as seen from a part."""
    return f"../terms/#{name}"


@pytest.fixture(scope="module")
def mark(tiny: Programme) -> Mark:
    """Link the terms of a text and show each link as `[text|id]`."""
    linker = Linker(with_terms(tiny, *TERMS))

    def mark(text: str, language: str, seen: set[str] | None = None) -> str:
        html = linker.linked(text, language, set() if seen is None else seen, address)
        return "".join(f"[{piece}|{name}]" if name else piece for piece, name in parsed(html))

    return mark


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发展智能传感器产业。", "发展[智能传感器|sensor]产业。"),
        ("建设智能传感器产业小镇。", "建设[智能传感器产业小镇|town]。"),
        ("MEMS传感器", "[MEMS|mems]传感器"),
        ("以MEMS（微机电系统）为主", "以[MEMS|mems]（微机电系统）为主"),
        ("NEMS与MEMS2不是术语", "NEMS与MEMS2不是术语"),
        ("繁体作智慧感測器", "繁体作[智慧感測器|sensor]"),
        ("20条重点产业链", "[20条重点产业链|chains]"),
        ("120条重点产业链", "120条重点产业链"),
        ("intelligent sensor", "intelligent sensor"),
        ("第一部分“智能传感器产业背景”", "第一部分“智能传感器产业背景”"),
        ("", ""),
    ],
)
def test_chinese(text: str, expected: str, mark: Mark) -> None:
    assert mark(text, "zh") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an intelligent sensor base", "an [intelligent sensor|sensor] base"),
        ("Intelligent sensors are", "[Intelligent sensors|sensor] are"),
        ("the intelligent sensors’ share", "the [intelligent sensors|sensor]’ share"),
        ("an intelligent sensor’s share", "an [intelligent sensor|sensor]’s share"),
        ("sensors’ share, unintelligent sensors", "sensors’ share, unintelligent sensors"),
        ("intelligent sensory input", "intelligent sensory input"),
        ("the “Smart Sensor Federation”", "the “Smart Sensor Federation”"),
        ("smart sensors", "[smart sensors|sensor]"),
        ("MEMS-based, MEMSIC", "[MEMS|mems]-based, MEMSIC"),
        ("one automobile sensor", "one [automobile sensor|cars]"),
        ("intelligent sensor industry towns", "[intelligent sensor industry towns|town]"),
        ("background of intelligent sensor industry", "background of intelligent sensor industry"),
        ("zhengzhou declaration", "zhengzhou declaration"),
        ("a proces, a process, processes", "a proces, a [process|process], processes"),
        ("die Vereinbarung", "die Vereinbarung"),
        ("120 key industry chains", "120 key industry chains"),
    ],
)
def test_english(text: str, expected: str, mark: Mark) -> None:
    assert mark(text, "en") == expected


def test_longer_name_that_is_a_term_hides_the_shorter(tiny: Programme) -> None:
    terms = (*TERMS, term("mems-sensor", "MEMS传感器", "MEMS sensor"))
    html = Linker(with_terms(tiny, *terms)).linked("MEMS传感器，MEMS芯片", "zh", set(), address)
    assert [piece for piece in parsed(html) if piece[1]] == [
        ("MEMS传感器", "mems-sensor"),
        ("MEMS", "mems"),
    ]


def test_first_use_of_a_page(mark: Mark) -> None:
    seen: set[str] = set()
    assert mark("智能传感器和智能传感器", "zh", seen) == "[智能传感器|sensor]和智能传感器"
    assert mark("智能传感器产业小镇", "zh", seen) == "[智能传感器产业小镇|town]"
    assert (
        mark("智能传感器产业小镇里的智慧感測器", "zh", seen) == "智能传感器产业小镇里的智慧感測器"
    )
    assert seen == {"sensor", "town"}


def test_text_is_escaped(tiny: Programme) -> None:
    linker = Linker(with_terms(tiny, term("bold", "<b>", 'R&D "lab"')))
    html = linker.linked('<i>R&D "lab"</i>', "en", set(), lambda name: f'"><script>{name}')
    assert html == (
        '&lt;i&gt;<a class="term" href="&#34;&gt;&lt;script&gt;bold">'
        "R&amp;D &#34;lab&#34;</a>&lt;/i&gt;"
    )
    assert linker.linked("<b>", "zh", {"bold"}, address) == "&lt;b&gt;"


def test_programme_without_terms(tiny: Programme) -> None:
    linker = Linker(with_terms(tiny))
    assert linker.linked("a & b", "en", set(), address) == "a &amp; b"


LETTERS = "智能传感器aAsSxé’- .]^(2<>&\"'"


@given(
    names=st.lists(st.text(LETTERS, min_size=1, max_size=6), max_size=6),
    text=st.text(LETTERS, max_size=40),
    language=st.sampled_from(("en", "zh")),
)
def test_nothing_is_lost_nested_or_linked_twice(
    names: list[str], text: str, language: str, tiny: Programme
) -> None:
    terms = [term(f"t{place}", name, name) for place, name in enumerate(names)]
    linker, seen = Linker(with_terms(tiny, *terms)), set()
    pieces = list(parsed(linker.linked(text, language, seen, address)))
    linked = [name for _, name in pieces if name]
    assert "".join(piece for piece, _ in pieces) == text
    assert len(set(linked)) == len(linked)
    assert set(linked) == seen
    assert all(name not in seen for _, name in parsed(linker.linked(text, language, seen, address)))


@given(
    st.lists(st.sampled_from(("智能传感器", "产业小镇", "MEMS", "intelligent sensor", "的", " ")))
)
def test_whole_names_are_linked(mark: Mark, pieces: list[str]) -> None:
    """Whatever stands around it, a term in Chinese text is linked, and nothing but a term."""
    text = "".join(pieces)
    linked = dict(re.findall(r"\[([^|]*)\|([^\]]*)\]", mark(text, "zh")))
    assert set(linked.items()) <= {
        ("智能传感器", "sensor"),
        ("智能传感器产业小镇", "town"),
        ("MEMS", "mems"),
    }
    assert ("town" in linked.values()) == ("智能传感器产业小镇" in text)
    assert ("sensor" in linked.values()) == bool(re.search("智能传感器(?!产业小镇)", text))


def test_explanations(tiny: Programme) -> None:
    terms = (term("mems", "微机电系统", "MEMS"), *TERMS[-2:])
    told = explanations(with_terms(tiny, *terms), "zh")
    assert told == {
        "mems": {"zh-Hans": "微机电系统", "zh-Latn": "x", "en": "MEMS", "note": "说微机电系统。"},
        "process": {"zh-Hans": "工艺", "zh-Latn": "x", "en": "process", "note": "说工艺。"},
    }
    assert explanations(with_terms(tiny, *terms), "en")["mems"]["note"] == "Of MEMS."


def test_json_cannot_leave_its_block() -> None:
    told = {"a": {"note": "</script><!-- '&\" 风筝"}, "b": {"note": "not on the page"}}
    block = as_json(told, {"a"})
    assert not re.search("[<>&']", block)
    assert "风筝" in block
    assert json.loads(block) == {"a": told["a"]}


def forms(term: Term, language: str) -> set[str]:
    """Collect the forms of a term in a language, as its record has them."""
    others = {other.text for other in term.others if other.lang == language}
    everywhere = {name for name in term.name.root.values() if name.isupper()}
    return {term.name[language], *others} | everywhere


def stands_alone(text: str, name: str, others: set[str]) -> bool:
    """Tell whether a name stands in a text outside every other, and not within a word."""
    for other in sorted(others, key=len, reverse=True):
        text = text.replace(other, "\n")
    before = r"(?<![0-9A-Za-z])" if name[0].isascii() else ""
    after = r"(?![0-9A-Za-z])" if name[-1].isascii() else ""
    return bool(re.search(before + re.escape(name) + after, text))


@pytest.fixture(scope="module")
def linked_in_statements(programme: Programme) -> dict[str, set[str]]:
    """Language to the ids of terms linked in some statement."""
    linker = Linker(programme)
    linked: dict[str, set[str]] = {}
    for language in programme.site.language_ids:
        linked[language] = set()
        for statement in programme.statements.values():
            seen: set[str] = set()
            linker.linked(statement.text[language], language, seen, address)
            linked[language] |= seen
    return linked


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_real_term_is_linked_where_it_stands(
    language: str, programme: Programme, linked_in_statements: dict[str, set[str]]
) -> None:
    every = {name for term in programme.terms for name in forms(term, language)}
    texts = [statement.text[language] for statement in programme.statements.values()]
    standing = {
        term.id
        for term in programme.terms
        if term.link
        for name in forms(term, language)
        if any(
            stands_alone(text, name, {other for other in every if other not in name})
            for text in texts
            if name in text
        )
    }
    assert len(standing) > 40
    assert standing - linked_in_statements[language] == set()


def test_titles_of_parts_are_not_linked(
    programme: Programme, linked_in_statements: dict[str, set[str]]
) -> None:
    unlinked = {term.id for term in programme.terms if not term.link}
    assert unlinked
    assert not unlinked & set().union(*linked_in_statements.values())
    assert not unlinked & set(explanations(programme, "en"))
