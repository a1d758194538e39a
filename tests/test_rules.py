"""Every rule, broken once in the tiny data: the fault names file, line and record, and a remedy."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest
from conftest import edit
from programme.check import RULES, Rule, load_checked, rehearse
from programme.faults import Faults
from programme.load import load
from programme.model import Line, Programme, Record, Text, Words, walk
from programme.rules import texts
from programme.rules.walk import lines

AIMS, PROGRESS = "sections/aims.yml", "sections/progress.yml"
BROKEN = {
    "every_text_in_every_language": (
        PROGRESS,
        "{en: Kites counted, zh: 清点风筝}",
        "{en: Kites counted}",
        "sections/progress.yml:17: kite-count: 'title' has no 'zh'; write it",
    ),
    "chinese_as_printed": (
        AIMS,
        "规划提出，到",
        "规划提出,到",
        "sections/aims.yml:11: kite-target: '出,' has half-width punctuation; "
        "write ，。：；！？（）",
    ),
    "quotes_are_curly": (
        AIMS,
        "by 2005.",
        "by 2005'.",
        "sections/aims.yml:10: kite-target: straight quote in ' by 2005'.'; write “ ” or ’",
    ),
    "quotes_and_brackets_pair": (
        AIMS,
        "“<North> & East”",
        "“<North> & East“",
        "sections/aims.yml:27: kite-lofts: '“' has no partner; "
        "write pairs such as “ ” or （ ）, each way round",
    ),
    "written_one_way": (
        "changes.yml",
        "第一只风筝。",
        "第一只风筝（据转载）。",
        "changes.yml:7: first-kite: '（据转载）' is written otherwise here; "
        "write as in '（转载稿）'",
    ),
    "one_line": (
        AIMS,
        "The plan of Lake",
        "The plan of  Lake",
        "sections/aims.yml:10: kite-target: a line break or spare space stands in the text; "
        "write it on one line",
    ),
    "numbers_agree": (
        AIMS,
        "{en: One loft and four landings",
        "{en: One loft and five landings",
        "sections/aims.yml:25: kite-lofts: 'en' and 'zh' disagree on five, 四个; "
        "make them say the same numbers",
    ),
    "term_has_one_rendering": (
        "changes.yml",
        "A first kite",
        "A first Paper Bird",
        "changes.yml:7: first-kite: says 'paper bird'; terms.yml renders it 'kite'",
    ),
    "wordings_have_their_entry": (
        "search/en/aims.txt",
        "# kite-target",
        "# kite-targets",
        "search/en/aims.txt:1: 'kite-targets' is no entry of 'aims'; move it or remove it "
        "(did you mean 'kite-target'?)",
    ),
    "references_are_known": (
        AIMS,
        "sources: [lake-post, mill-letter]",
        "sources: [lake-post, mill-message]",
        "sections/aims.yml:14: kite-target: 'mill-message' is not known; "
        "check the spelling or add it",
    ),
    "sections_are_pages": (
        "site.yml",
        "pages: [progress, ",
        "pages: [",
        "sections/progress.yml:1: 'progress' is not in 'parts' or 'menu' of site.yml; add it",
    ),
    "topics_are_known": (
        AIMS,
        "    as_of: 2001\n",
        "    as_of: 2001\n    topic: later-word\n",
        "sections/aims.yml:31: kite-lofts: 'topic' is only for officials and reports; remove it",
    ),
    "ids_are_unique": (
        "indicators.yml",
        "id: share",
        "id: kite-target",
        "indicators.yml:25: kite-target: the id 'kite-target' is taken; choose another "
        "(the other is at data/sections/aims.yml:7)",
    ),
    "figures_stand_in_the_text": (
        PROGRESS,
        "value: 12",
        "value: 13",
        "sections/progress.yml:26: kite-count: the figure 13 RMB million is not in the 'en' text; "
        "correct one of them",
        "sections/progress.yml:26: kite-count: the figure 13 RMB million is not in the 'zh' text; "
        "correct one of them",
    ),
    "outcomes_stand_in_their_statement": (
        "indicators.yml",
        "value: 40",
        "value: 41",
        "indicators.yml:31: share: 'kite-count' does not say 41 percent; correct it",
    ),
    "characters_are_safe": (
        "changes.yml",
        "A first kite",
        "A first\u202e kite",
        "changes.yml:7: first-kite: holds the invisible character U+202E; remove it",
    ),
    "characters_are_usual": (
        "changes.yml",
        "第一只风筝",
        "第⼀只风筝",
        "changes.yml:7: first-kite: holds the look-alike U+2F00; write the usual character",
    ),
    "texts_are_plain": (
        AIMS,
        "The plan of Lake",
        "The <b>plan</b> of Lake",
        "sections/aims.yml:10: kite-target: '<b>' is markup, and would be shown as typed; "
        "write plain text",
    ),
    "texts_are_no_formulas": (
        AIMS,
        "{en: Kites worth",
        "{en: =Kites worth",
        "sections/aims.yml:8: kite-target: begins with '=', as formulas do; begin with a word",
    ),
    "read_once_published": (
        "sources.yml",
        "accessed: 2004-03-05",
        "accessed: 2003",
        "sources.yml:19: wind-office: 'accessed' says 2003, but it was published 2004-02; "
        "correct one",
    ),
    "unlinkable_stays_unlinked": (
        "sources.yml",
        "A letter nobody signed",
        "A letter nobody signed (kites.cn)",
        "sources.yml:28: mill-letter: names the site kites.cn of a source that must not be linked; "
        "remove it",
    ),
    "pinyin_matches": (
        "terms.yml",
        "fēngzheng",
        "fēngqín",
        "terms.yml:5: kite: 'fēngqín' does not spell 风筝 (feng zheng); correct one",
    ),
    "chinese_names_have_pinyin": (
        "organisations.yml",
        "  pinyin: Lǎo Mòfáng\n",
        "",
        "organisations.yml:9: old-mill: has a Chinese name but no 'pinyin'; add it",
    ),
    "title_alone_is_alone": (
        "sections/aims.yml",
        "topics:",
        "title_alone: kite-target\ntopics:",
        "sections/aims.yml:3: 'kite-target' is not all that the programme says on this page; "
        "name what is, or leave it out",
    ),
    "published_ids_stay": (
        "terms.yml",
        "id: kite\n",
        "id: dragon\n",
        "published.yml:10: 'kite' was published on 'terms' and is gone; restore it, "
        "or say under 'moved' what took its place, as 'terms#kite: terms#…'",
    ),
    "moved_leads_somewhere": (
        "published.yml",
        "progress#kite-count",
        "progress#kite-sum",
        "published.yml:13: 'progress#kite-sum' is not there; name what took its place "
        "(did you mean 'progress#kite-rumour'?)",
    ),
    "published_is_whole": (
        "published.yml",
        "    - kite-plan\n",
        "",
        "published.yml:1: a line of what was published is changed or gone; restore the file as it "
        "was committed (all but 'moved' is written by make bless)",
    ),
    "changes_are_told": (
        AIMS,
        "has tied its strings",
        "has cut its strings",
        "sections/aims.yml:35: mayor-on-kites: what it says has changed since it was published; "
        "tell so in changes.yml and run make bless, or, if only its wording has, "
        "make bless WORDING=mayor-on-kites",
    ),
    "positions_differ": (
        "disagreements.yml",
        "{en: Blue, zh: 蓝}",
        "{en: Red, zh: 红}",
        "disagreements.yml:15: colour-of-kites: two positions are the same; merge them",
    ),
    "changes_have_a_day": (
        "changes.yml",
        "2004-03-02",
        "2004-03",
        "changes.yml:2: second-count: '2004-03' is not a day; write it in full",
    ),
    "zones_have_a_focus": (
        "layout.yml",
        "shared_focus: {focus: {en: [wind], zh: [风]}, statement: kite-lofts}\n",
        "",
        *(
            f"layout.yml:{line}: {zone}: has no 'focus', nor is there one shared; add it"
            for line, zone in enumerate(("north", "east", "south", "west"), 9)
        ),
    ),
    "headlines_show_a_figure": (
        "site.yml",
        "figure: 1",
        "figure: 7",
        "site.yml:10: 'kite-count' has no figure 7 (the first is 0); add it, or name another",
    ),
    "pages_are_known": (
        "site.yml",
        ", timeline,",
        ",",
        "site.yml:16: other pages link to 'timeline'; add it",
    ),
    "pages_are_listed_once": (
        "site.yml",
        "pages: [progress,",
        "pages: [progress, progress,",
        "site.yml:16: 'progress' is listed already; remove it here",
    ),
    "words_make_no_claim": (
        "site.yml",
        "about-kicker: {en: Method, zh: 编辑说明}",
        "about-kicker: {en: Since 2019, zh: 2019年以来}",
        "site.yml:62: says '2019', which is about the programme; say it in a lede or a statement",
        "site.yml:62: says '2019', which is about the programme; say it in a lede or a statement",
    ),
    "briefs_have_a_length": (
        PROGRESS,
        "  - text: {en: The mayor speaks of strings., zh: 镇长谈到线。}\n"
        "    links: [{to: mayor-on-kites, words: {en: mayor, zh: 镇长}}]\n",
        "",
        "sections/progress.yml:3: the brief has 3 sentences; write 4 to 6",
    ),
    "sentences_rest_on_something": (
        PROGRESS,
        "  - text: {en: Their owners are unknown., zh: 主人不详。}\n    rests_on: [kite-owners]",
        "  - text: {en: Their owners are unknown., zh: 主人不详。}",
        "sections/progress.yml:10: names no statement or gap that says so; "
        "give it 'links' or 'rests_on'",
    ),
    "links_stand_in_their_sentence": (
        AIMS,
        "words: {en: mayor,",
        "words: {en: major,",
        "sections/aims.yml:52: 'major' stands 0 times in the sentence; "
        "choose words that stand there once",
    ),
    "numbers_are_told_elsewhere": (
        AIMS,
        "{en: Kites were counted in February., zh: 2月清点了风筝。}",
        "{en: Kites were counted in March., zh: 3月清点了风筝。}",
        "sections/aims.yml:53: says 'March', which is not in kite-count; "
        "correct it or name what says so",
        "sections/aims.yml:53: says '3月', which is not in kite-count; "
        "correct it or name what says so",
    ),
    "passages_hold_together": (
        AIMS,
        "statements: [kite-target, kite-lofts]",
        "statements: [kite-target, mayor-on-kites]",
        "sections/aims.yml:61: kite-plan: its statements stand under several topics; "
        "keep those of one",
    ),
    "passages_name_their_own": (
        AIMS,
        "      kite-target: {en: Its worth",
        "      kite-targets: {en: Its worth",
        "sections/aims.yml:63: kite-plan: 'kite-targets' is no statement of this passage; "
        "remove it (did you mean 'kite-target'?)",
    ),
    "gaps_follow_their_page": (
        "not_reported.yml",
        "follows: {statement: kite-lofts",
        "follows: {statement: kite-count",
        "not_reported.yml:9: kite-owners: 'kite-count' stands on 'progress', not on 'aims'; "
        "name a statement that does",
    ),
    "key_dates_are_in_order": (
        "site.yml",
        ", release: true",
        "",
        "site.yml:12: 0 of the dates are the release; mark one with 'release: true'",
    ),
    "targets_have_a_claim": (
        "indicators.yml",
        "  claim: {en: Four landings were planned, zh: 规划了四个场地}\n",
        "",
        "indicators.yml:36: landings: has a target but no 'claim'; "
        "say in a sentence what the chart shows",
    ),
}


def test_every_rule_is_broken_here() -> None:
    assert set(BROKEN) == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_broken(rule: Rule, tiny_folder: Path) -> None:
    """One edit breaks one rule, which says where and what to do."""
    file, old, new, *expected = BROKEN[rule.__name__]
    edit(tiny_folder / file, old, new)
    programme, tree = load(tiny_folder)
    found = [finding for each in RULES for finding in each(programme)]
    told = [str(tree.fault(*finding)) for finding in found]
    assert told == [f"data/{line}" for line in expected]
    assert found == list(rule(programme))


BROKEN_OTHERWISE = {
    "language nobody declared": (
        "changes.yml",
        "zh: 第一只风筝。}",
        "zh: 第一只风筝。, fr: Un cerf-volant.}",
        "changes.yml:7: first-kite: 'fr' is not a language of site.yml; "
        "remove it or add the language",
    ),
    "half-width stop after Han": (
        "changes.yml",
        "第一只风筝。",
        "第一只风筝.",
        "changes.yml:7: first-kite: '筝.' has half-width punctuation; write ，。：；！？（）",
    ),
    "half-width stop after a closing quote": (
        "changes.yml",
        "第一只风筝。",
        "第一只“风筝”.",
        "changes.yml:7: first-kite: '”.' has half-width punctuation; write ，。：；！？（）",
    ),
    "days joined by a dash": (
        "changes.yml",
        "第一只风筝",
        "3月1—2日的第一只风筝",
        "changes.yml:7: first-kite: '1—2日' is written otherwise here; write as in '11月9日至11日'",
        "changes.yml:7: first-kite: 'en' and 'zh' disagree on 3月, 1—2; "
        "make them say the same numbers",
    ),
    "days joined by words": (
        "changes.yml",
        "text: {en: A first kite., zh: 第一只风筝。}",
        "text: {en: A kite from 9 to 11 May., zh: 5月9日至11日的风筝。}",
        "changes.yml:7: first-kite: 'from 9 to 11 May' is written otherwise here; "
        "write as in '9–11 November 2019'",
    ),
    "accent apart from its letter": (
        "organisations.yml",
        "Lac Frères",
        "Lac Fre\u0300res",
        "organisations.yml:16: lac-freres: has an accent apart from its letter; "
        "write them as one (Unicode NFC)",
    ),
    "space between Han": (
        "changes.yml",
        "第一只风筝",
        "第一只 风筝",
        "changes.yml:7: first-kite: '只 风' has a space beside a Chinese character; remove it",
    ),
    "space between Han and Latin": (
        "changes.yml",
        "第一只风筝",
        "第一只kite 风筝",
        "changes.yml:7: first-kite: 'e 风' has a space beside a Chinese character; remove it",
    ),
    "English in place of Chinese": (
        "about.yml",
        "zh: 可信程度",
        "zh: Trust",
        "about.yml:7: sources-and-trust: 'Trust' has no Chinese character; write it in Chinese",
    ),
    "unknown statement": (
        AIMS,
        "see: [kite-count]",
        "see: [kite-sum]",
        "sections/aims.yml:15: kite-target: 'kite-sum' is not known; check the spelling or add it "
        "(did you mean 'kite-rumour'?)",
    ),
    "unknown source of a rendering": (
        "terms.yml",
        "used_by: lake-post",
        "used_by: sea-post",
        "terms.yml:7: kite: 'sea-post' is not known; check the spelling or add it "
        "(did you mean 'lake-post'?)",
    ),
    "unknown source of a position": (
        "disagreements.yml",
        "source: mill-letter",
        "source: mill",
        "disagreements.yml:11: worth-of-kites: 'mill' is not known; check the spelling or add it",
    ),
    "unknown statement of a zone": (
        "layout.yml",
        "{en: Rice paper, zh: 宣纸}, statement: kite-lofts",
        "{en: Rice paper, zh: 宣纸}, statement: lofts",
        "layout.yml:18: rice-paper: 'lofts' is not known; check the spelling or add it",
    ),
    "unknown statement of an outcome": (
        "indicators.yml",
        "statement: kite-rumour",
        "statement: kite-gossip",
        "indicators.yml:24: worth: 'kite-gossip' is not known; check the spelling or add it",
    ),
    "unknown statement of a change": (
        "changes.yml",
        "statements: [kite-count]",
        "statements: [kite-sum]",
        "changes.yml:4: second-count: 'kite-sum' is not known; check the spelling or add it "
        "(did you mean 'kite-rumour'?)",
    ),
    "unknown statement of a headline": (
        "site.yml",
        "{statement: kite-target",
        "{statement: kite-aim",
        "site.yml:9: 'kite-aim' is not known; check the spelling or add it",
    ),
    "unknown section of a gap": (
        "not_reported.yml",
        "section: aims",
        "section: claims",
        "not_reported.yml:2: kite-owners: 'claims' is not a section; name one that is "
        "(did you mean 'aims'?)",
    ),
    "wording of another section's statement": (
        "search/en/aims.txt",
        "kite-target",
        "kite-count",
        "search/en/aims.txt:1: 'kite-count' is no entry of 'aims'; move it or remove it "
        "(did you mean 'kite-lofts'?)",
    ),
    "wording with a spare space": (
        "search/en/aims.txt",
        "what the mayor says",
        "what the  mayor says",
        "search/en/aims.txt:4: 'what the  mayor says' has spare space; take it out",
    ),
    "wording that stands twice": (
        "search/en/aims.txt",
        "what the mayor says",
        "how many kites are to fly",
        "search/en/aims.txt:4: 'how many kites are to fly' stands twice; leave it where it fits "
        "best (the other is at data/search/en/aims.txt:1)",
    ),
    "part without a file": (
        "site.yml",
        "parts: [aims]",
        "parts: [aims, claims]",
        "site.yml:15: 'claims' has no file data/sections/claims.yml; write it or remove this "
        "(did you mean 'aims'?)",
    ),
    "unknown topic": (
        PROGRESS,
        "topic: counts",
        "topic: sums",
        "sections/progress.yml:22: kite-count: 'topic' is none of this section's; choose counts",
    ),
    "no topic": (
        AIMS,
        "    topic: later-word\n",
        "",
        "sections/aims.yml:35: mayor-on-kites: "
        "'topic' is none of this section's; choose later-word",
    ),
    "id of a source twice": (
        "sources.yml",
        "- id: lake-post",
        "- id: wind-office\n  publisher: {en: A, zh: 甲}\n  original_language: en\n"
        "  published: 2001\n  kind: news\n  trust: fair\n  note: {en: A, zh: 甲}\n"
        "  address: https://a.example/\n- id: lake-post",
        "sources.yml:18: wind-office: the id 'wind-office' is taken; choose another "
        "(the other is at data/sources.yml:1)",
    ),
    "id of a topic twice": (
        AIMS,
        "statements:",
        "  - id: later-word\n    title: {en: Said again, zh: 又一次的说法}\nstatements:",
        "sections/aims.yml:6: later-word: the id 'later-word' is taken; choose another "
        "(the other is at data/sections/aims.yml:4)",
    ),
    "id of a topic and of a gap": (
        "not_reported.yml",
        "id: kite-owners",
        "id: later-word",
        "sections/aims.yml:4: later-word: the topic 'later-word' has the id of a statement; "
        "rename the topic (the other is at data/not_reported.yml:1)",
    ),
    "id of a zone twice": (
        "layout.yml",
        "id: north",
        "id: loft",
        "layout.yml:9: loft: the id 'loft' is taken; choose another "
        "(the other is at data/layout.yml:3)",
    ),
    "id of a passage twice": (
        "about.yml",
        "id: sources-and-trust",
        "id: marks",
        "about.yml:6: marks: the id 'marks' is taken; choose another "
        "(the other is at data/about.yml:1)",
    ),
    "id of a published statement twice, first on its copy": (
        AIMS,
        "  - id: kite-target\n",
        "  - id: kite-count\n    title: {en: Copy, zh: 副本}\n    text: {en: A copy., zh: 副本。}\n"
        "    said_by: programme\n    as_of: 2001\n    sources: [lake-post]\n"
        "    asked_as: {en: [copy], zh: [副本]}\n  - id: kite-target\n",
        "sections/progress.yml:16: kite-count: the id 'kite-count' is taken; choose another "
        "(the other is at data/sections/aims.yml:7)",
    ),
    "focus of a zone in one language": (
        "layout.yml",
        "focus: {en: [paper, string], zh: [纸, 线]}",
        "focus: {en: [paper, string]}",
        "layout.yml:7: loft: 'focus' has no 'zh'; write it",
    ),
    "asked as in one language": (
        PROGRESS,
        "      en: [how many kites]\n",
        "",
        "sections/progress.yml:33: kite-count: 'asked_as' has no 'en'; write it",
    ),
    "words in a language there is not": (
        "organisations.yml",
        "    en: [Guild of Kites]",
        "    fr: [Guilde]",
        "organisations.yml:5: kite-guild: 'fr' is not a language of site.yml; "
        "remove it or add the language",
    ),
    "figure of a text without numbers": (
        AIMS,
        "    said_by: official\n",
        "    said_by: official\n"
        "    figures:\n      - {value: 2, unit: count, what: {en: strings, zh: 线}}\n",
        "sections/aims.yml:42: mayor-on-kites: the figure 2 count is not in the 'en' text; "
        "correct one of them",
        "sections/aims.yml:42: mayor-on-kites: the figure 2 count is not in the 'zh' text; "
        "correct one of them",
    ),
    "end of a range that is not in the text": (
        PROGRESS,
        "value: [7, 9]",
        "value: [7, 8]",
        "sections/progress.yml:30: kite-count: the figure 8 count is not in the 'en' text; "
        "correct one of them",
        "sections/progress.yml:30: kite-count: the figure 8 count is not in the 'zh' text; "
        "correct one of them",
    ),
    "reported figure that its statement lacks": (
        "indicators.yml",
        "value: 6",
        "value: 5",
        "indicators.yml:20: worth: 'kite-rumour' does not say 5 RMB million; correct it",
    ),
    "copy of a source that must not be linked": (
        "sources.yml",
        "  note: {en: In French.",
        "  archived: https://archive.example/\n  note: {en: In French.",
        "sources.yml:37: gazette-du-lac: a copy of a source that must not be linked; remove it",
    ),
    "source neither linked nor cited": (
        "sources.yml",
        '  cite_as: {en: "Old Mill, letter on kites", zh: 老磨坊，关于风筝的信}\n',
        "",
        "sources.yml:21: mill-letter: has no 'address'; say how to cite it in 'cite_as'",
    ),
    "organisation without a name": (
        "organisations.yml",
        "name: {en: Lac Frères}",
        "name: {}",
        "organisations.yml:16: lac-freres: 'name' is too short; give at least 1",
    ),
    "address that was left and leads nowhere": (
        "published.yml",
        "aims#old-kite: progress#kite-count",
        "{}",
        "published.yml:7: 'old-kite' was published on 'aims' and is gone; restore it, "
        "or say under 'moved' what took its place, as 'aims#old-kite: aims#…'",
    ),
    "address that was left and is written as an id": (
        "published.yml",
        "progress#kite-count",
        "kite-count",
        "published.yml:13: 'aims#old-kite' says 'kite-count'; "
        "write page and id, as in goals#old-name",
    ),
    "passage that is gone": (
        AIMS,
        "id: kite-plan",
        "id: kite-scheme",
        "published.yml:8: 'kite-plan' was published on 'aims' and is gone; restore it, "
        "or say under 'moved' what took its place, as 'aims#kite-plan: aims#…'",
    ),
    "form a term avoids, in Chinese": (
        "changes.yml",
        "第一只风筝",
        "第一只纸鸟",
        "changes.yml:7: first-kite: says '纸鸟'; terms.yml renders it '风筝'",
    ),
    "brief with too many words": (
        AIMS,
        "The mayor speaks",
        "The mayor " + "very " * 130 + "often speaks",
        "sections/aims.yml:48: the brief is 154 long in 'en'; shorten it to 140",
    ),
    "brief with too many characters": (
        AIMS,
        "镇长谈到线",
        "镇长" + "常" * 220 + "谈到线",
        "sections/aims.yml:48: the brief is 253 long in 'zh'; shorten it to 240",
    ),
    "brief of a page that has none": (
        "site.yml",
        "    lede: {en: Kites by date., zh: 按日期排列的风筝。}\n",
        "    lede: {en: Kites by date., zh: 按日期排列的风筝。}\n"
        "    brief: [{text: {en: Kites., zh: 风筝。}, rests_on: [kite-count]}]\n",
        "site.yml:38: only home and pages of statements open with a brief; remove it",
    ),
    "sentence resting on what nobody said": (
        PROGRESS,
        "rests_on: [kite-owners]",
        "rests_on: [kite-owner]",
        "sections/progress.yml:10: 'kite-owner' is no statement or gap; "
        "check the spelling or add it (did you mean 'kite-owners'?)",
    ),
    "sentence resting twice on the same": (
        PROGRESS,
        "rests_on: [kite-owners]",
        "rests_on: [kite-owners, kite-owners]",
        "sections/progress.yml:10: names 'kite-owners' 2 times; once is enough",
    ),
    "words of a link that stand twice": (
        AIMS,
        "镇长谈到线",
        "镇长谈到镇长的线",
        "sections/aims.yml:52: '镇长' stands 2 times in the sentence; "
        "choose words that stand there once",
    ),
    "links that share words": (
        AIMS,
        "links: [{to: mayor-on-kites, words: {en: mayor, zh: 镇长}}]",
        "links: [{to: mayor-on-kites, words: {en: mayor, zh: 镇长}},"
        " {to: kite-lofts, words: {en: mayor speaks, zh: 谈到}}]",
        "sections/aims.yml:52: two links share words of the 'en' sentence; choose words apart",
    ),
    "number in the introduction of a passage": (
        AIMS,
        "{en: What the plan of Lake Town says of kites., zh: 湖镇的规划怎么说风筝。}",
        "{en: What the plan of 2003 says of kites., zh: 2003年的规划怎么说风筝。}",
        "sections/aims.yml:60: kite-plan: says '2003', which is not in kite-target, kite-lofts; "
        "correct it or name what says so",
    ),
    "number in a caption": (
        "site.yml",
        "{en: Tails are counted, zh: 清点尾巴}",
        "{en: 8 tails are counted, zh: 清点8条尾巴}",
        "site.yml:13: says '8', which is not in kite-count; correct it or name what says so",
    ),
    "number in a claim": (
        "indicators.yml",
        "{en: Four landings were planned, zh: 规划了四个场地}",
        "{en: Five landings were planned, zh: 规划了五个场地}",
        "indicators.yml:40: landings: says 'Five', which is not in kite-lofts; "
        "correct it or name what says so",
        "indicators.yml:40: landings: says '五个', which is not in kite-lofts; "
        "correct it or name what says so",
    ),
    "number in a line at a statement": (
        "not_reported.yml",
        "{en: Their owners have not been reported., zh: 主人未见报道。}",
        "{en: Their 5 owners have not been reported., zh: 5名主人未见报道。}",
        "not_reported.yml:9: kite-owners: says '5', which is not in kite-owners, kite-lofts; "
        "correct it or name what says so",
    ),
    "passage of another page’s statement": (
        AIMS,
        "statements: [kite-target, kite-lofts]",
        "statements: [kite-target, kite-lofts, kite-count]",
        "sections/aims.yml:61: kite-plan: 'kite-count' stands on another page; remove it",
    ),
    "statement twice in a passage": (
        AIMS,
        "statements: [kite-target, kite-lofts]",
        "statements: [kite-target, kite-lofts, kite-target]",
        "sections/aims.yml:61: kite-plan: 'kite-target' stands in a passage already; "
        "remove it here",
    ),
    "passage with the id of a statement": (
        AIMS,
        "id: kite-plan",
        "id: kite-count",
        "sections/progress.yml:16: kite-count: the id 'kite-count' is taken; choose another "
        "(the other is at data/sections/aims.yml:58)",
    ),
    "key date that its statement does not say": (
        "site.yml",
        "date: 2004-02",
        "date: 2004-03",
        "site.yml:13: the text of 'kite-count' does not say 2004-03; give the date it says",
    ),
    "key dates out of order": (
        "site.yml",
        "parts: [aims]",
        "  - {statement: kite-count, date: 2004, caption: {en: Tails, zh: 尾巴}}\nparts: [aims]",
        "site.yml:15: is earlier than the date above; put them in order",
    ),
    "number in a title of a passage": (
        AIMS,
        "{en: Its worth, zh: 产值}",
        "{en: 4 of them, zh: 4只}",
        "sections/aims.yml:63: kite-plan: says '4', which is not in kite-target; "
        "correct it or name what says so",
    ),
    "chart of home without a figure": (
        "site.yml",
        "home_chart: worth",
        "home_chart: landings",
        "site.yml:11: 'landings' is no indicator with a target and a reported figure; "
        "name one that is",
    ),
}


@pytest.mark.parametrize("name", BROKEN_OTHERWISE)
def test_rule_broken_otherwise(name: str, tiny_folder: Path) -> None:
    """The other ways to break a rule."""
    file, old, new, *expected = BROKEN_OTHERWISE[name]
    edit(tiny_folder / file, old, new)
    with pytest.raises(Faults) as raised:
        load_checked(tiny_folder)
    assert [str(fault) for fault in raised.value.faults] == [f"data/{line}" for line in expected]


def test_brief_keeps_to_the_numbers_of_its_statements(tiny_folder: Path) -> None:
    """A number changed in a statement is a fault of every brief that quotes it."""
    for old, new in (
        ("RMB 30 million by", "RMB 20 million by"),
        ("达到3000万元。", "达到2000万元。"),
    ):
        edit(tiny_folder / AIMS, old, new)
    with pytest.raises(Faults) as raised:
        load_checked(tiny_folder)
    told = "\n".join(str(fault) for fault in raised.value.faults)
    for place in ("sections/aims.yml:49", "sections/progress.yml:4", "site.yml:22"):
        assert f"data/{place}: says 'RMB 30 million', which is not in kite-target" in told
        assert f"data/{place}: says '3000万元', which is not in kite-target" in told


UNSEEN = {
    "term": ("terms.yml", "en: kite\n", "en: ki\u202ete\n"),
    "Chinese term": ("terms.yml", "zh: 顺风耳", "zh: 顺\u200b风耳"),
    "pinyin": ("terms.yml", "pinyin: fēngzheng", "pinyin: fēng\u200bzheng"),
    "rendering": ("terms.yml", "text: paper hawk", "text: paper\u202e hawk"),
    "name of an organisation": ("organisations.yml", "Lac Frères", "Lac \u2066Frères"),
    "other name": ("organisations.yml", "Guild of Kites", "Guild of\u2028Kites"),
    "name of a language": ("site.yml", "name: English", "name: Eng\u200elish"),
    "asked as": (AIMS, "[kite money]", "[kite\ufeff money]"),
    "word": ("site.yml", "en: Not reported does", "en: Not\ue000 reported does"),
    "text": (AIMS, '"Kites are made', '"Kites\\0 are made'),
}


@pytest.mark.parametrize(("file", "old", "new"), UNSEEN.values(), ids=UNSEEN)
def test_unsafe_character_is_refused_wherever_it_stands(
    file: str, old: str, new: str, tiny_folder: Path
) -> None:
    edit(tiny_folder / file, old, new)
    with pytest.raises(Faults, match=r"holds the invisible character U\+[0-9A-F]{4}; remove it"):
        load_checked(tiny_folder)


def test_rules_see_every_line_there_is(tiny: Programme) -> None:
    """Whatever the model calls a line is looked at, whichever record it is added to."""
    seen = {path[-1] for path, _, _ in lines(with_site(tiny, filing="风ICP备1号"))}
    there_is = {
        name
        for record in Record.__subclasses__()
        for name, kind in get_type_hints(record, include_extras=True).items()
        if kind in (Line, Line | None)
    }
    assert there_is
    assert there_is - seen == set()


SAID_ONCE = {
    "Programme.search",
    *("Language.name", "Rendering.text", "PrintedName", "Site.filing"),
    *("Term.pinyin", "Organisation.pinyin", "Source.address", "Source.archived"),
    *("Text", "Words", "WordsIfAny", "Programme.search"),
}
"""What may be said in one language, or in some: names as printed, readings, addresses, wordings.

Text and both kinds of words are the types of what is said in every language, and of search words.
"""


def _free(schema: object, name: str) -> Iterator[str]:
    """Yield where a schema lets any text stand."""
    if isinstance(schema, list):
        for item in schema:
            yield from _free(item, name)
    elif isinstance(schema, dict) and not {"pattern", "enum", "const"} & set(schema):
        if schema.get("type") == "string":
            yield name
        for key, item in schema.items():
            if key == "properties":
                for field, of_field in item.items():
                    yield from _free(of_field, f"{name}.{field}")
            elif key not in ("propertyNames", "$defs"):
                yield from _free(item, name)


def test_no_text_of_the_model_escapes_its_languages() -> None:
    """Whatever can be written in the data is a text in every language, by its type."""
    whole = Programme.model_json_schema()
    free = {place for name, schema in whole["$defs"].items() for place in _free(schema, name)}
    assert free | set(_free(whole, "Programme")) == SAID_ONCE


def test_every_text_and_list_of_words_is_asked_for_in_every_language(tiny: Programme) -> None:
    """Each type of them that the model has, wherever one stands."""
    for path, value in walk(tiny):
        if isinstance(value, Text | Words):
            values = tiny.model_dump(mode="json", exclude_none=True)
            holder = values
            for step in path:
                holder = holder[step]
            del holder["zh"]
            broken = Programme.model_validate(values)
            found = list(texts.every_text_in_every_language(broken))
            assert found == [(path, f"'{path[-1]}' has no 'zh'; write it")]


DRAW_NOTHING = (
    *("\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u180b", "\u180e"),
    *("\u180f", "\u200b", "\u200d", "\u2028", "\u202e", "\u2060", "\u2064", "\u206f", "\u2800"),
    *("\u3164", "\ue000", "\ufdd0", "\ufe00", "\ufe0f", "\ufeff", "\uffa0", "\ufff9", "\ufffc"),
    *("\ufffd", "\U0001bca0", "\U0001d159", "\U0001d173", "\U00016fe4", "\U000e0020"),
    *("\U000e0100", "\U000e1000", "\U000f0000", "\U0010ffff"),
)


@pytest.mark.parametrize("character", DRAW_NOTHING, ids=lambda character: f"{ord(character):04X}")
def test_character_that_draws_nothing_is_refused(character: str, tiny: Programme) -> None:
    """Among them the variation selector that comes with a pasted picture, U+FE0F."""
    holding = with_name(tiny, f"Kite{character}Plan")
    (fault,) = texts.characters_are_safe(holding)
    message = f"holds the invisible character U+{ord(character):04X}; remove it"
    assert fault == (("site", "name", "en"), message)


@pytest.mark.parametrize("shown", ["é", "e\u0301", "㊙", "―", "①", "𠮷", "ǚ", "½", "™", "€", "–"])
def test_character_that_is_drawn_may_stand(shown: str, tiny: Programme) -> None:
    assert list(texts.characters_are_safe(with_name(tiny, f"Kite {shown}"))) == []


def with_site(programme: Programme, **values: object) -> Programme:
    """Give a programme with other values of its site, and nothing worked out of the old ones."""
    site = programme.site.model_copy(update=values)
    return Programme.model_construct(**{**dict(programme), "site": site})


def with_name(programme: Programme, name: str, chinese: str = "风筝") -> Programme:
    """Give the programme another name."""
    return with_site(programme, name=Text({"en": name, "zh": chinese}))


NOT_CHINESE = {"「风筝」": "「", "风筝“a”...": "...", "风筝。。": "。。", "风筝…": "…"}


@pytest.mark.parametrize(("name", "found"), NOT_CHINESE.items())
def test_sign_of_another_script_is_refused(name: str, found: str, tiny: Programme) -> None:
    (fault,) = texts.chinese_as_printed(with_name(tiny, "Kite", name))
    message = f"'{found}' is not used in Chinese here; write “ ”, one 。 or ……"
    assert fault == (("site", "name", "zh"), message)


LOOK_ALIKES = ("\u2011", "\u2edb", "\u2f00", "\uf900", "\ufa0e", "\ufb01", "２", "Ｍ", "％", "ｱ")


@pytest.mark.parametrize("character", LOOK_ALIKES, ids=lambda character: f"{ord(character):04X}")
def test_look_alike_is_refused(character: str, tiny: Programme) -> None:
    (fault,) = texts.characters_are_usual(with_name(tiny, f"Kite {character}"))
    message = f"holds the look-alike U+{ord(character):04X}; write the usual character"
    assert fault == (("site", "name", "en"), message)


UNPAIRED = {
    "”kite“": "”",
    "the “kite": "“",
    "the kite)": ")",
    "the （kite)": ")",
    "the 《kite": "《",
    "the “kite（”）": "”",
}


@pytest.mark.parametrize(("name", "sign"), UNPAIRED.items())
def test_sign_without_its_partner_is_refused(name: str, sign: str, tiny: Programme) -> None:
    ((path, message),) = texts.quotes_and_brackets_pair(with_name(tiny, name))
    assert path == ("site", "name", "en")
    assert message.startswith(f"'{sign}' has no partner")


@pytest.mark.parametrize("name", ["Li’s “kite (‘red’)”", "the kites’ tails", "《风筝（甲）》", "”"])
def test_sign_with_its_partner_may_stand(name: str, tiny: Programme) -> None:
    assert list(texts.quotes_and_brackets_pair(with_name(tiny, name))) == []


MARKUP = {
    "a <b>kite</b>": "<b>",
    "a kite<br/>": "<br/>",
    "a <I>kite</I>": "<I>",
    "a kite</p>": "</p>",
    "<img src=kite onerror=fly()>": "<img src=",
    "<svg/onload=fly()>": "<svg/onload=",
    "<script>fly()</script>": "<script>",
    "a kite<!-- red -->": "<!--",
    "kite &amp; tail": "&amp;",
    "kite&#160;tail": "&#160;",
    "a **kite**": "**",
    "a *kite*": "*kite*",
    "a __kite__": "__",
    "a _red kite_": "_red kite_",
    "a ~~kite~~": "~~",
    "a `kite`": "`",
    "a [kite](https://kite.example/)": "](",
    "# Kites": "# ",
    "> Kites": "> ",
}


@pytest.mark.parametrize(("text", "found"), MARKUP.items(), ids=MARKUP)
def test_markup_is_refused(text: str, found: str, tiny: Programme) -> None:
    (fault,) = texts.texts_are_plain(with_name(tiny, text))
    message = f"'{found}' is markup, and would be shown as typed; write plain text"
    assert fault == (("site", "name", "en"), message)


@pytest.mark.parametrize(
    "text",
    [
        *("Sensors <MEMS>", "“<North> & East”", "1 < 2 > 0", "R&D; tails", "5 * 3 * 2", "kite_2"),
        *("No. #1", "a footnote*", "[sic] (so)", "<Data & AI>", "C# and C++"),
    ],
)
def test_text_that_only_looks_like_markup_may_stand(text: str, tiny: Programme) -> None:
    assert list(texts.texts_are_plain(with_name(tiny, text))) == []


@pytest.mark.parametrize("start", "=+-@\t\r\n＝＋－＠")
def test_start_of_a_formula_is_refused(start: str, tiny: Programme) -> None:
    (fault,) = texts.texts_are_no_formulas(with_name(tiny, f"{start}1+1"))
    message = f"begins with '{start}', as formulas do; begin with a word"
    assert fault == (("site", "name", "en"), message)


WOULD_BREAK_A_PAGE = {
    "headline without a figure": ("site.yml", "statement: kite-target", "statement: kite-lofts"),
    "headline of a figure too many": ("site.yml", "figure: 1", "figure: 7"),
    "word missing": ("site.yml", "  after:", "  aftre:"),
    "word with half a blank": ("site.yml", "Statements shown: {count}", "Statements shown: {count"),
    "page without an entry": ("site.yml", "  home:", "  hom:"),
    "page unknown to the code": (
        "site.yml",
        "about]}]\npages:",
        "about, kites]}]\npages:\n  kites: {title: {en: K, zh: 风}, lede: {en: K, zh: 风}}",
    ),
    "home among the others": ("site.yml", "pages: [progress", "pages: [home, progress"),
    "page listed as a part": ("site.yml", "parts: [aims]", "parts: [aims, layout]"),
    "page listed twice": ("site.yml", "parts: [aims]", "parts: [aims, progress]"),
    "page others link to left out": ("site.yml", ", timeline,", ","),
    "change without a day": ("changes.yml", "2004-03-02", "2004"),
    "change without a date": ("changes.yml", "2004-03-02", "undated"),
    "year below zero": ("indicators.yml", "year: 2005", "year: -1"),
    "id both here and moved": (
        "published.yml",
        "progress#kite-count",
        "progress#kite-count\n  aims#mayor-on-kites: progress#kite-count",
    ),
    "language that is gone": (
        "site.yml",
        "{id: zh, html: zh-Hans, name: 中文}",
        "{id: cn, html: zh-Hans, name: 中文}",
    ),
    "moved that was never here": (
        "published.yml",
        "progress#kite-count",
        "progress#kite-count\n  aims#new-kite: progress#kite-count",
    ),
    "anchor of the page as a topic": (
        PROGRESS,
        "topics:",
        "topics:\n  - id: indicators\n    title: {en: Signs, zh: 迹象}",
    ),
    "anchor of the page as a gap": ("not_reported.yml", "id: kite-owners", "id: programme-says"),
    "anchor of the page as a zone": ("layout.yml", "id: north", "id: drawing"),
    "anchor of the page as a passage": ("about.yml", "id: marks", "id: changes"),
    "language twice": (
        "site.yml",
        "languages:\n",
        "languages:\n  - {id: en, html: en-GB, name: British}\n",
    ),
    "language tag that is none": ("site.yml", "html: zh-Hans", "html: 'zh\" onclick=\"kite'"),
}


@pytest.mark.parametrize(
    ("file", "old", "new"), WOULD_BREAK_A_PAGE.values(), ids=WOULD_BREAK_A_PAGE
)
def test_what_would_break_a_page_is_a_fault(
    file: str, old: str, new: str, tiny_folder: Path
) -> None:
    """Nothing that passes the checks may fail later, nor give a page that is not sound."""
    edit(tiny_folder / file, old, new)
    with pytest.raises(Faults):
        rehearse(tiny_folder, "/")


def test_site_without_a_change_is_a_fault(tiny_folder: Path) -> None:
    """The newest change dates the data files and the sitemap."""
    (tiny_folder / "changes.yml").write_text("[]\n")
    with pytest.raises(Faults):
        load_checked(tiny_folder)
