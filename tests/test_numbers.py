"""Numbers as both languages write them."""

from decimal import Decimal

import pytest
from programme.numbers import (
    amount_words,
    chinese_numeral,
    disagreements,
    numeral,
    quantity,
    read,
)

WAN, YI = 10**4, 10**8
MILLION, BILLION = 10**6, 10**9

CHINESE = {
    "1000亿元": [(1000 * YI, "rmb")],
    "千亿级产业集群": [(1000 * YI, None)],
    "三个百亿产业集群": [(3, None), (100 * YI, None)],
    "1000亿级元": [(1000 * YI, "rmb")],
    "万亿元": [(WAN * YI, "rmb")],
    "1万亿元": [(WAN * YI, "rmb")],
    "1.5亿元": [(3 * YI / 2, "rmb")],
    "2亿多元": [(2 * YI, "rmb")],
    "3000万元": [(3000 * WAN, "rmb")],
    "五千万元": [(5000 * WAN, "rmb")],
    "5千万元": [(5000 * WAN, "rmb")],
    "10亿美元": [(10 * YI, "usd")],
    "3011家": [(3011, None)],
    "3,011家": [(3011, None)],
    "3000多家": [(3000, None)],
    "100余家": [(100, None)],
    "百余家": [(100, None)],
    "1.2万平方米": [(12000, "m2")],
    "3—4平方公里": [(3, "km2"), (4, "km2")],
    "3至5年": [(3, None), (5, None)],
    "10—20%": [(10, "percent"), (20, "percent")],
    "70%—80%": [(70, "percent"), (80, "percent")],
    "25.56％": [(25.56, "percent")],
    "3.5个百分点": [(3.5, None)],
    "200亩": [(200, "mu")],
    "二百亩": [(200, "mu")],
    "50公顷": [(50, "ha")],
    "七成": [(70, "percent")],
    "成立三家公司": [(3, None)],
    "2019年11月9日": [(2019, None), (11, "month"), (9, None)],
    "1—3月": [(1, "month"), (3, "month")],
    "“十四五”期间": [(14, None), (5, None)],
    "十三五规划": [(13, None), (5, None)],
    "第二部分": [(2, None)],
    "第二、三部分": [(2, None), (3, None)],
    "第十四届": [(14, None)],
    "二十三个": [(23, None)],
    "两家": [(2, None)],
    "几十家": [],
    "“一谷多点”": [],
    "二七区": [],
    "一带一路": [],
    "未见报道": [],
}
ENGLISH = {
    "RMB 100 billion-level": [(100 * BILLION, "rmb")],
    "RMB 100bn": [(100 * BILLION, "rmb")],
    "CNY 3 billion": [(3 * BILLION, "rmb")],
    "5 million yuan": [(5 * MILLION, "rmb")],
    "RMB 1.5 million": [(1_500_000, "rmb")],
    "RMB 1.2 trillion": [(1200 * BILLION, "rmb")],
    "USD 5 million": [(5 * MILLION, "usd")],
    "US$5 million": [(5 * MILLION, "usd")],
    "100 million US dollars": [(100 * MILLION, "usd")],
    "3,011 firms": [(3011, None)],
    "30,000.": [(30_000, None)],
    "3–4 square kilometres": [(3, "km2"), (4, "km2")],
    "1.2 km²": [(1.2, "km2")],
    "5,000 square metres": [(5000, "m2")],
    "200 mu": [(200, "mu")],
    "20 hectares": [(20, "ha")],
    "10–20%": [(10, "percent"), (20, "percent")],
    "18 per cent": [(18, "percent")],
    "3 to 5 years": [(3, None), (5, None)],
    "9 November 2019": [(9, None), (2019, None), (11, "month")],
    "on 9 May": [(9, None), (5, "month")],
    "from May to July": [(5, "month"), (7, "month")],
    "In May": [(5, "month")],
    "By May 2020": [(2020, None), (5, "month")],
    "which may, or May not": [],
    "Part three": [(3, None)],
    "the 14th Five-Year Plan": [(14, None), (5, None)],
    "three thousand firms": [(3000, None)],
    "two hundred": [(200, None)],
    "twenty-one firms": [(21, None)],
    "thirty-five": [(35, None)],
    "sixty firms": [(60, None)],
    "hundreds of firms": [],
    "tens of billions": [],
    "a five-year-old plan": [],
    "has not been reported": [],
}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        *((text, "zh", expected) for text, expected in CHINESE.items()),
        *((text, "en", expected) for text, expected in ENGLISH.items()),
        ("trois usines, 5 %", "fr", []),
    ],
)
def test_numbers(text: str, language: str, expected: list[tuple[float, str | None]]) -> None:
    found = [(number.value, number.unit) for number in read(text, language)]
    assert found == [(Decimal(str(value)), unit) for value, unit in expected]


AGREE = {
    "RMB 100 billion-level cluster": "千亿级产业集群",
    "RMB 100 billion by 2025": "到2025年达到1000亿元",
    "over RMB 32.5 billion": "超325亿元",
    "RMB 1.5 million": "150万元",
    "USD 20 million": "2000万美元",
    "a town of 3–4 square kilometres": "3—4平方公里的小镇",
    "34 firms, 25.56% of the total": "34家，占25.56%",
    "70%": "七成",
    "9 November 2019": "2019年11月9日",
    "in May 2020": "2020年5月",
    "In May the zone": "5月，高新区",
    "three clusters": "三个集群",
    "3 clusters": "三个集群",
    "sixty firms": "六十家企业",
    "twenty-one firms": "二十一家企业",
    "a third of the firms": "三分之一的企业",
    "parts two and three": "第二、三部分",
    "the 14th Five-Year Plan": "“十四五”规划",
    "the five-year plan of the city": "全市五年规划",
    "one valley": "“一谷”",
    "the two of them": "双方",
    "hundreds of firms": "数百家企业",
    "RMB 1 trillion-level": "万亿级",
    "It may be built.": "或将建设。",
}
APART = {
    ("RMB 150 billion", "1000亿元"): ["RMB 150 billion", "1000亿元"],
    ("RMB 100 million", "1000亿元"): ["RMB 100 million", "1000亿元"],
    ("RMB 5 million", "500万美元"): ["RMB 5 million", "500万美元"],
    ("EUR 5 million", "500万元"): ["EUR 5 million", "500万元"],
    ("3 square kilometres", "3亩"): ["3 square kilometres", "3亩"],
    ("3–4 square kilometres", "3—5平方公里"): ["3–4 square kilometres", "3—5平方公里"],
    ("18%", "18.5%"): ["18%", "18.5%"],
    ("in 2019", "2020年"): ["2019", "2020"],
    ("in November", "10月"): ["November", "10月"],
    ("three clusters", "四个集群"): ["three", "四个"],
    ("three clusters", "集群"): ["three"],
    ("clusters", "三个集群"): ["三个"],
    ("two clusters", "集群"): [],
}


@pytest.mark.parametrize(("english", "chinese"), AGREE.items())
def test_texts_agree(english: str, chinese: str) -> None:
    assert disagreements(english, chinese, ("en", "zh")) == []
    assert disagreements(chinese, english, ("zh", "en")) == []


@pytest.mark.parametrize(("texts", "expected"), APART.items())
def test_texts_disagree(texts: tuple[str, str], expected: list[str]) -> None:
    """What one side says and the other lacks is shown as it stands there."""
    assert [number.shown for number in disagreements(*texts, ("en", "zh"))] == expected


def test_day_and_month_are_not_taken_for_each_other() -> None:
    assert disagreements("on 11 September 2019", "2019年11月9日", ("en", "zh")) != []


def test_language_without_a_reader_never_disagrees() -> None:
    assert disagreements("five", "quatre", ("en", "fr")) == []


@pytest.mark.parametrize(
    ("numeral", "value"),
    {"一": 1, "十": 10, "十二": 12, "二十三": 23, "百": 100, "一百二十": 120, "两千": 2000}.items(),
)
def test_chinese_numeral(numeral: str, value: int) -> None:
    assert chinese_numeral(numeral) == value


AMOUNTS = {
    ((100,), "RMB billion"): ("RMB 100 billion", "1000亿元"),
    ((32.5,), "RMB billion"): ("RMB 32.5 billion", "325亿元"),
    ((150,), "RMB million"): ("RMB 150 million", "1.5亿元"),
    ((30,), "RMB million"): ("RMB 30 million", "3000万元"),
    ((5000,), "RMB"): ("RMB 5,000", "5000元"),
    ((12345.67,), "RMB"): ("RMB 12,345.67", "12345.67元"),
    ((1234567,), "RMB"): ("RMB 1,234,567", "1234567元"),
    ((1.2,), "USD billion"): ("USD 1.2 billion", "12亿美元"),
    ((200,), "USD million"): ("USD 200 million", "2亿美元"),
    ((20,), "USD million"): ("USD 20 million", "2000万美元"),
    ((7,), "USD"): ("USD 7", "7美元"),
    ((3, 4), "km2"): ("3–4 square kilometres", "3—4平方公里"),
    ((1200,), "m2"): ("1,200 square metres", "1200平方米"),
    ((200,), "mu"): ("200 mu", "200亩"),
    ((25.56,), "percent"): ("25.56%", "25.56%"),
    ((10, 20), "percent"): ("10–20%", "10—20%"),
    ((3.5,), "percentage points"): ("3.5 percentage points", "3.5个百分点"),
    ((3, 5), "years"): ("3–5 years", "3—5年"),
    ((4,), "rank"): ("no. 4", "第4位"),
    ((3011,), "firms"): ("3,011 firms", "3011家"),
    ((4,), "areas"): ("4 areas", "4个"),
    ((3011,), "count"): ("3,011", "3011"),
}


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [(1, "en", "one"), (3, "zh", "三"), (10, "zh", "十"), (11, "zh", "11"), (3, "fr", "3")],
)
def test_numeral(number: int, language: str, expected: str) -> None:
    assert numeral(number, language) == expected


@pytest.mark.parametrize(("amount", "expected"), AMOUNTS.items())
def test_amount_words(amount: tuple[tuple[float, ...], str], expected: tuple[str, str]) -> None:
    assert (amount_words(*amount, "en"), amount_words(*amount, "zh")) == expected


@pytest.mark.parametrize(("values", "unit"), AMOUNTS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_amount_is_read_back(values: tuple[float, ...], unit: str, language: str) -> None:
    """What is written for a page is read as the figure it was."""
    said = read(amount_words(values, unit, language), language)
    for value in values:
        assert any(quantity(value, unit).agrees(number) for number in said)
