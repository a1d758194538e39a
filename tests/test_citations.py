"""Citations: each form as accepted for every kind of source, and sound for all the real data."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import bibtexparser
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware
from jsonschema import Draft7Validator
from programme.citations import (
    STYLES,
    all_citations,
    bibtex,
    csl_json,
    gbt7714_2015,
    gbt7714_2025,
    source_citations,
)
from programme.model import Programme, Source
from programme.references import Reference, source_reference, statement_reference
from programme.rules.records import DOMAIN
from programme.rules.walk import strings

EXPECTED = Path(__file__).parent / "expected" / "citations"
ADDRESS = "https://kite.example/plan/"
LANGUAGES = ("en", "zh")
FORMS = list(STYLES)
GBT = ["gbt7714-2025", "gbt7714-2015"]
HAN = re.compile("[㐀-鿿]")

KINDS = {
    "news": {
        "publisher": {"en": "Lake Post (evening edition)", "zh": "湖报（晚刊）"},
        "title": {"en": "Kites & strings: who ties them?", "zh": "风筝与线：谁来系？"},
    },
    "company": {
        "publisher": {"en": "Loft Works Ltd.", "zh": "工坊公司"},
        "title": {"en": "Loft Works: annual report", "zh": "工坊公司年度报告"},
    },
    "press-release": {
        "publisher": {"en": "Kite Guild", "zh": "风筝行会"},
        "title": {"en": "100% of kites fly", "zh": "风筝全部放飞！"},
    },
    "government": {
        "publisher": {"en": "Wind Office", "zh": "风务局"},
        "title": {"en": "Notice on wind", "zh": "关于风的通知"},
    },
    "repost": {
        "publisher": {"en": "Old Mill", "zh": "老磨坊"},
        "via": {"en": "repost", "zh": "转载"},
        "title": {"en": "A letter on kites", "zh": "关于风筝的信"},
    },
}
LINK = "https://lake.example/kites?page=1&part=2%20_b#c~d"


def source(kind: str = "news", **changed: object) -> Source:
    """Make a source: dated, linked, titled and in English unless changed."""
    made = {
        "id": "made-up",
        "kind": kind,
        "original_language": "en",
        "published": "2004-03-02",
        "trust": "fair",
        "note": {"en": "Seen in print.", "zh": "见过印本。"},
        "address": LINK,
        **KINDS[kind],
        **changed,
    }
    return Source.model_validate({name: value for name, value in made.items() if value})


def grid(kind: str) -> Iterator[tuple[str, Source]]:
    """Yield a source of the kind for everything that may be known of it or not."""
    publisher = KINDS[kind]["publisher"]
    cite_as = {
        "en": f"{publisher['en']}, page on kites, about 2004",
        "zh": f"{publisher['zh']}，关于风筝的网页，约2004年",
    }
    for written_in, titled, linked, dated in product(LANGUAGES, (1, 0), (1, 0), (1, 0)):
        known = {
            "original_language": written_in,
            **({} if titled else {"title": None}),
            **({} if linked else {"address": None, "cite_as": cite_as}),
            **({} if dated else {"published": "undated"}),
        }
        words = (
            "titled" if titled else "untitled",
            "linked" if linked else "not linked",
            "dated" if dated else "undated",
            f"written in {written_in}",
        )
        yield ", ".join(words), source(kind, **known)


NOBODY = {"en": "Publisher not named (reporter Li)", "zh": "发布者未注明（记者李某）"}
SITE = {"en": "Reed Portal (mirror)", "zh": "芦苇门户（镜像）"}
COPIED = {"en": "repost", "zh": "转载"}
OWN_WORDS = {"en": "Letter on kites; writer not named", "zh": "关于风筝的信，作者未注明"}
OTHERS = {
    "known to the month": source(published="2004-03"),
    "known to the year": source(published="2004"),
    "newspaper read on a named site": source(original_language="zh", via=SITE),
    "newspaper read in a copy, not linked": source(
        original_language="zh", via=COPIED, address=None, cite_as=OWN_WORDS
    ),
    "newspaper on an authority's site": source("government", **KINDS["news"]),
    "news agency, not a newspaper": source(publisher={"en": "Kite News", "zh": "风筝通讯社"}),
    "nobody named": source(publisher=NOBODY),
    "nobody named, on a named site, untitled": source(publisher=NOBODY, via=SITE, title=None),
    "nobody named, not linked, untitled": source(
        publisher=NOBODY, via=COPIED, title=None, address=None, cite_as=OWN_WORDS
    ),
    "page of a company, not a report": source("company", title=KINDS["news"]["title"]),
    "report of an authority, on a named site": source(
        "government", title={"en": "Report on wind", "zh": "风务报告"}, via=SITE
    ),
    "post in a forum": source("repost", via=None),
    "in a language the site lacks": source("press-release", original_language="fr"),
    "in a language the site lacks, untitled": source(original_language="sv", title=None),
    "read on a day": source(accessed="2004-05-06"),
    "page read on a day": source("government", accessed="2004-05-06"),
    "page read on a day, undated": source(
        "government", published="undated", accessed="2004-05-06", original_language="zh"
    ),
    "report read on a day": source("company", accessed="2004-05-06"),
    "read on a day, not linked": source(address=None, cite_as=OWN_WORDS, accessed="2004-05-06"),
    "page of which a copy is kept": source(
        "government", archived="https://archive.example/2004/a_b", original_language="zh"
    ),
    "marks that BibTeX would read": source(
        title={"en": r"A_b {c} ~d^e \f $5 & 6% #7", "zh": "风筝"}
    ),
}


def shown(name: str, citations: dict[str, str]) -> str:
    told = {**citations, "csl": json.dumps(json.loads(citations["csl"]), ensure_ascii=False)}
    return "\n".join([f"## {name}", *(f"{form}: {told[form]}" for form in FORMS), ""])


def statements_shown(tiny: Programme, language: str) -> str:
    every = all_citations(tiny, ADDRESS, language)
    return "\n".join(shown(name, every[name]) for name in tiny.statements)


def as_written(name: str, language: str, tiny: Programme) -> str:
    """Write what one file of accepted citations keeps."""
    if name == "statements":
        return statements_shown(tiny, language)
    sources = OTHERS.items() if name == "others" else grid(name)
    return "\n".join(shown(what, source_citations(tiny, made, language)) for what, made in sources)


NAMES = (*KINDS, "others", "statements")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_citations_are_as_accepted(name: str, language: str, tiny: Programme, bless: bool) -> None:
    file = EXPECTED / language / f"{name}.txt"
    written = as_written(name, language, tiny)
    if bless:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written, "utf-8")
    accepted = file.read_text("utf-8") if file.exists() else ""
    assert written == accepted, f"{file.name} is not as accepted; if it should be: make bless"


def test_no_other_file_is_accepted(bless: bool) -> None:
    stale = {path for path in EXPECTED.rglob("*.txt") if path.stem not in NAMES}
    if bless:
        for file in stale:
            file.unlink()
    assert bless or not stale, "a kind is gone; if it should be: make bless"


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def every(programme: Programme, language: str) -> dict[str, dict[str, str]]:
    """All citations of the real data in one language."""
    return all_citations(programme, ADDRESS, language)


def test_everything_has_every_form(every: dict[str, dict[str, str]], programme: Programme) -> None:
    ids = [source.id for source in programme.sources] + list(programme.statements)
    assert list(every) == ids, "a source and a statement must not share an id"
    assert all(list(forms) == FORMS and all(forms.values()) for forms in every.values())


FAULTS = re.compile(
    r"None|null|, ,|,,(?!\d)|，[，.]|\(\)|\[\]|（）|\{\},\n|[^\n ]  +|\.\.|。\.| [.,;:]"
    r"|\[/|undefined"
)


def written_by_hand(name: str, programme: Programme) -> str:
    """Every text a citation may repeat: the record's own and those of its sources."""
    record = programme.source.get(name) or programme.statements[name]
    cited = (programme.source[source] for source in getattr(record, "sources", ()))
    return "\n".join(
        line for one in (record, *cited) for _, line in strings(one.model_dump(exclude_none=True))
    )


def test_no_form_has_empty_or_doubled_parts(
    every: dict[str, dict[str, str]], programme: Programme
) -> None:
    """Whatever a title says itself, “None so far” or “, ,”, is no fault of the form."""
    found = {
        (name, form): fault[0]
        for name, forms in every.items()
        for form, text in forms.items()
        for fault in FAULTS.finditer(text.replace(": ", ""))
        if fault[0] not in written_by_hand(name, programme)
    }
    assert found == {}


def test_plain_forms_are_one_line_that_ends(every: dict[str, dict[str, str]]) -> None:
    for forms in every.values():
        assert not any("\n" in forms[form] for form in ("apa", *GBT))
        assert all(forms[form].endswith(".") for form in GBT)
        assert forms["apa"].endswith(".") or " http" in forms["apa"]


def test_source_without_address_is_not_linked(
    every: dict[str, dict[str, str]], programme: Programme
) -> None:
    unlinked = [source.id for source in programme.sources if not source.address]
    assert unlinked
    for name in unlinked:
        for text in every[name].values():
            assert "http" not in text
            assert not DOMAIN.search(text)
            assert "/OL]" not in text
            assert not re.search(r'\burl\b|"URL"', text)


def test_source_with_address_is_linked_in_every_form(
    every: dict[str, dict[str, str]], programme: Programme
) -> None:
    for linked in programme.sources:
        if linked.address:
            assert every[linked.id]["apa"].endswith(f" {linked.address}")
            for form in GBT:
                assert every[linked.id][form].endswith(f" {linked.address}.")
                assert re.search(r"\[(N|R|EB)/OL\]", every[linked.id][form])
            assert f"url = {{{linked.address}}}" in every[linked.id]["bibtex"]
            assert json.loads(every[linked.id]["csl"])[0]["URL"] == linked.address


def test_statement_is_cited_by_its_address_and_names_its_sources(
    every: dict[str, dict[str, str]], programme: Programme, language: str
) -> None:
    for name, statement in programme.statements.items():
        anchor = f"{ADDRESS}{language}/{programme.section_of[name]}/#{name}"
        reference = statement_reference(programme, ADDRESS, statement, language)
        separators = reference.remark.count(programme.site.words["list-separator"][language])
        assert separators >= len(statement.sources) - 1
        for form in ("apa", *GBT):
            assert anchor in every[name][form]
            assert reference.remark in every[name][form]
        assert json.loads(every[name]["csl"])[0]["genre"] == reference.remark


def test_entry_is_dated_by_its_newest_change(tiny: Programme) -> None:
    dates = {
        name: statement_reference(tiny, ADDRESS, tiny.statements[name], "en").date
        for name in ("kite-count", "kite-target")
    }
    assert dates == {"kite-count": "2004-03-02", "kite-target": "2004-03-01"}


def han_of(text: str) -> set[str]:
    return set(HAN.findall(text))


def test_english_apa_translates_a_title_behind_it(programme: Programme) -> None:
    english, chinese = (all_citations(programme, ADDRESS, language) for language in LANGUAGES)
    titled = [s for s in programme.sources if s.title and s.original_language == "zh"]
    assert titled
    for told in titled:
        printed, translation = told.title["zh"], f"[{told.title['en']}]"
        title = f"{printed} {translation}" if told.title["en"] != printed else printed
        apa = english[told.id]["apa"]
        assert title in apa
        assert han_of(apa.replace(title, "")) <= han_of(told.publisher["en"])
        assert translation not in chinese[told.id]["apa"]


def test_gbt_is_in_the_language_of_the_source_on_every_page(programme: Programme) -> None:
    english, chinese = (all_citations(programme, ADDRESS, language) for language in LANGUAGES)
    for told in programme.sources:
        language = told.original_language
        if language in LANGUAGES:
            named = (told.publisher, told.title, told.via, told.cite_as)
            own = "".join(name[language] for name in named if name)
            for form in GBT:
                cited = english[told.id][form]
                assert cited == chinese[told.id][form]
                assert told.title is None or told.title[language] in cited
                assert language == "zh" or han_of(cited) <= han_of(own)
                assert language == "en" or told.title or han_of(cited)


STANDARD = {
    "8.11.3 (1)": (
        Reference(
            *("a", "page", "馆际互借与文献传递服务", "undated", "zh", "zh"),
            author="高等教育文献保障系统",
            address="http://home.calis.edu.cn/pages/list.html",
            accessed="2025-06-21",
        ),
        "高等教育文献保障系统. 馆际互借与文献传递服务[EB/OL]. [2025-06-21]. "
        "http://home.calis.edu.cn/pages/list.html.",
    ),
    "B.10 (2)": (
        Reference(
            *("a", "page", "北京鲁迅博物馆志愿服务章程", "2021-04-21", "zh", "zh"),
            author="北京鲁迅博物馆（北京新文化运动纪念馆）",
            address="http://www.luxunmuseum.com.cn/html/202104/a11310.htm",
            accessed="2023-05-02",
        ),
        "北京鲁迅博物馆（北京新文化运动纪念馆）. 北京鲁迅博物馆志愿服务章程[EB/OL]. "
        "（2021-04-21）[2023-05-02]. http://www.luxunmuseum.com.cn/html/202104/a11310.htm.",
    ),
    "B.10 (6)": (
        Reference(
            *("a", "page", "[《昨日之歌》图书封面]", "2015-09-18", "zh", "zh"),
            address="http://www.luxunmuseum.com.cn/uploads/allimg/150813/1-150Q31952110-L.jpg",
            accessed="2023-03-06",
        ),
        "[《昨日之歌》图书封面][EB/OL]. （2015-09-18）[2023-03-06]. "
        "http://www.luxunmuseum.com.cn/uploads/allimg/150813/1-150Q31952110-L.jpg.",
    ),
    "B.10 (10)": (
        Reference(
            *("a", "page", "ISO home page", "undated", "en", "en"),
            author="International Organization for Standardization",
            address="https://www.iso.org/home.html",
            accessed="2020-10-06",
        ),
        "International Organization for Standardization. ISO home page[EB/OL]. [2020-10-06]. "
        "https://www.iso.org/home.html.",
    ),
    "B.4 (6), without its author and its page": (
        Reference(
            *("a", "paper", "探索微观世界的无穷奥秘", "2022-08-16", "zh", "zh"),
            container="人民日报",
            address="http://paper.people.com.cn/rmrb/html/2022-08/16/317.htm",
            accessed="2023-05-02",
        ),
        "探索微观世界的无穷奥秘[N/OL]. 人民日报，2022-08-16. "
        "http://paper.people.com.cn/rmrb/html/2022-08/16/317.htm.",
    ),
    "B.7 (1)": (
        Reference(
            *("a", "report", "第29次中国互联网络发展状况统计报告", "2012-01-16", "zh", "zh"),
            author="中国互联网络信息中心",
            address="https://www.cnnic.net.cn/P020120612484958777344.pdf",
            accessed="2013-03-26",
        ),
        "中国互联网络信息中心. 第29次中国互联网络发展状况统计报告[R/OL]. 2012-01-16. "
        "https://www.cnnic.net.cn/P020120612484958777344.pdf.",
    ),
    "B.7 (6)": (
        Reference(
            *("a", "report", "United Nations e-Government survey 2024", "undated", "en", "en"),
            author="United Nations Department of Economic and Social Affairs",
            address="https://publicadministration.un.org/egovkb/en-us/Reports",
        ),
        "United Nations Department of Economic and Social Affairs. "
        "United Nations e-Government survey 2024[R/OL]. "
        "https://publicadministration.un.org/egovkb/en-us/Reports.",
    ),
}
"""Examples of GB/T 7714—2025 by their number there, some addresses and titles shortened."""


@pytest.mark.parametrize("number", STANDARD)
def test_gbt_2025_gives_the_examples_of_the_standard(number: str) -> None:
    reference, printed = STANDARD[number]
    assert gbt7714_2025(reference) == printed


@pytest.mark.parametrize(
    "number", ["8.11.3 (1)", "B.10 (2)", "B.4 (6), without its author and its page", "B.7 (1)"]
)
def test_gbt_2015_has_a_day_of_access_on_whatever_is_online(number: str) -> None:
    reference, _ = STANDARD[number]
    assert f"[{reference.accessed}]. http" in gbt7714_2015(reference)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_on_the_web_has_no_day_of_access(kind: str, tiny: Programme) -> None:
    for language in LANGUAGES:
        printed = {"address": None, "cite_as": OWN_WORDS}
        plain, read = source(kind, **printed), source(kind, **printed, accessed="2005-06-07")
        assert source_citations(tiny, read, language) == source_citations(tiny, plain, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_kept_copy_is_cited_in_every_style(language: str, tiny: Programme) -> None:
    kept = source(archived="https://archive.example/2004/kites")
    cited = source_citations(tiny, kept, language)
    assert [name for name, text in cited.items() if kept.archived not in text] == []


HALF_WIDTH = re.compile("[,:()]")


@pytest.mark.parametrize("kind", KINDS)
def test_marks_of_gbt_2025_are_full_width(kind: str, tiny: Programme) -> None:
    for (what, made), own in product(grid(kind), LANGUAGES):
        reference = source_reference(tiny, made, own)
        written = gbt7714_2025(replace(reference, accessed="2005-06-07"))
        for part in (reference.title, reference.author, reference.container, reference.address):
            written = written.replace(part or "", "")
        assert not HALF_WIDTH.search(written), what


def test_bibtex_is_read_by_a_library(every: dict[str, dict[str, str]]) -> None:
    library = bibtexparser.parse_string("\n\n".join(forms["bibtex"] for forms in every.values()))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == list(every)
    assert {entry.entry_type for entry in library.entries} == {"article", "online", "misc"}
    for entry in library.entries:
        assert entry.fields_dict["title"].value.strip("{}")
        assert ("url" in entry.fields_dict) >= (entry.entry_type == "online")
        assert ("journal" in entry.fields_dict) == (entry.entry_type == "article")


def test_bibtex_gives_back_what_was_written(tiny: Programme) -> None:
    reference = source_reference(tiny, OTHERS["nobody named"], "en")
    (entry,) = bibtexparser.parse_string(bibtex(reference)).entries
    assert {field.key: field.value for field in entry.fields} == {
        "title": f"{{{reference.title}}}".replace("&", r"\&"),
        "date": "2004-03-02",
        "year": "2004",
        "url": LINK,
        "langid": "english",
        "annotation": "Seen in print.",
    }


def test_bibtex_marks_are_read_as_the_characters_they_stand_for() -> None:
    title = r"A_b ~c ^d \e $5 & 6% #7"
    text = bibtex(Reference("odd", "page", title, "undated", "en", "en"))
    decoding = [LatexDecodingMiddleware()]
    (entry,) = bibtexparser.parse_string(text, append_middleware=decoding).entries
    assert entry.fields_dict["title"].value.replace("ˆ", "^") == title


def test_bibtex_braces_balance_whatever_stands_in_a_title() -> None:
    text = bibtex(Reference("odd", "page", "}{}{{ \\} 100%", "undated", "en", "en"))
    assert text.count("{") == text.count("}")
    assert "date" not in text
    assert "year" not in text


@pytest.fixture(scope="module")
def csl_schema() -> Draft7Validator:
    """Give CSL's own data schema, as the package commonmeta-py carries it."""
    path = Path(sys.prefix, "csl", "commonmeta", "resources", "csl-data.json")
    schema = json.loads(path.read_text("utf-8"))
    assert schema["$id"].endswith("/input/json/csl-data.json")
    return Draft7Validator(schema)


def test_csl_json_is_what_its_schema_allows(
    every: dict[str, dict[str, str]], csl_schema: Draft7Validator
) -> None:
    for name, forms in every.items():
        cited = json.loads(forms["csl"])
        csl_schema.validate(cited)
        (item,) = cited
        assert item["id"] == name
        assert item["title"]
        assert item["type"] in ("article-newspaper", "report", "document") or item["URL"]


def test_csl_schema_refuses_what_it_does_not_know(
    every: dict[str, dict[str, str]], csl_schema: Draft7Validator
) -> None:
    (item,) = json.loads(next(iter(every.values()))["csl"])
    for wrong in ({"type": "web page"}, {"issued": {"date-parts": [[]]}}, {"Title": "x"}):
        assert not csl_schema.is_valid([{**item, **wrong}])


@pytest.mark.parametrize(
    ("published", "parts"),
    [
        ("2004", {"date-parts": [[2004]]}),
        ("2004-03", {"date-parts": [[2004, 3]]}),
        ("2004-03-02", {"date-parts": [[2004, 3, 2]]}),
        ("undated", None),
    ],
)
def test_csl_date_is_as_exact_as_known(
    published: str, parts: dict[str, object] | None, tiny: Programme
) -> None:
    item = csl_json(source_reference(tiny, source(published=published), "en"))
    assert item.get("issued") == parts


@pytest.mark.parametrize(
    ("kind", "changed", "wanted"),
    [
        ("news", {}, "article-newspaper"),
        ("news", {"via": SITE}, "webpage"),
        ("company", {}, "report"),
        ("press-release", {}, "webpage"),
        ("government", {}, "webpage"),
        ("government", {"address": None, "cite_as": OWN_WORDS}, "document"),
        ("repost", {}, "post"),
        ("repost", {"address": None, "cite_as": OWN_WORDS}, "document"),
    ],
)
def test_csl_type_fits_what_is_cited(
    kind: str, changed: dict[str, object], wanted: str, tiny: Programme
) -> None:
    item = csl_json(source_reference(tiny, source(kind, **changed), "en"))
    assert item["type"] == wanted
