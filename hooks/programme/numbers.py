"""Numbers as the two languages write them: read from texts, and written for pages.

Knows how English and Chinese put quantities into words; nothing of the data or the pages.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel.dates import get_month_names


@dataclass(frozen=True)
class Number:
    """A number found in a text.

    Attributes:
        value: in base units: RMB 100 billion and 1000亿元 are both 100000000000.
        unit: `rmb`, `usd`, `eur`, `percent`, `km2`, `m2`, `mu`, `ha`, `month`, or None when none
            is said.
        spelled: written in words (three, 三个), which a digit may answer.
        shown: as it stands in the text.
    """

    value: Decimal
    unit: str | None
    spelled: bool
    shown: str

    def agrees(self, other: "Number") -> bool:
        """Tell whether both say the same; a unit left unsaid agrees with any but a month."""
        units = {self.unit, other.unit}
        same_unit = len(units) == 1 or (None in units and "month" not in units)
        return self.value == other.value and same_unit

    @property
    def owed(self) -> bool:
        """Tell whether the other language must say this number too."""
        return not self.spelled or self.value >= SMALLEST_OWED


MONTHS = {name: number for number, name in get_month_names("wide", locale="en").items()}
ENGLISH_SCALE = {
    "hundred": Decimal(100),
    "thousand": Decimal(1_000),
    "million": Decimal(1_000_000),
    "billion": Decimal(1_000_000_000),
    "trillion": Decimal(1_000_000_000_000),
    "bn": Decimal(1_000_000_000),
}
_UNITS = (
    *("one first", "two second", "three third", "four fourth", "five fifth", "six sixth"),
    *("seven seventh", "eight eighth", "nine ninth", "ten tenth", "eleven eleventh"),
    *("twelve twelfth", "thirteen thirteenth", "fourteen fourteenth", "fifteen fifteenth"),
    *("sixteen sixteenth", "seventeen seventeenth", "eighteen eighteenth", "nineteen nineteenth"),
)
_TENS = (
    *("twenty twentieth", "thirty thirtieth", "forty fortieth", "fifty fiftieth"),
    *("sixty sixtieth", "seventy seventieth", "eighty eightieth", "ninety ninetieth"),
)
_COUNTS = dict((*enumerate(_UNITS, 1), *zip(range(20, 100, 10), _TENS, strict=True)))
ENGLISH_WORDS = {
    word: Decimal(value) for value, words in _COUNTS.items() for word in words.split()
} | {"hundred": Decimal(100)}
SMALLEST_OWED = 3
"""One and two in words may answer a figure but need no answer: they are as often grammar."""

CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
NUMBER_WORDS = {
    "digits": CHINESE_DIGITS,
    "scales": CHINESE_SCALES | {word: int(scale) for word, scale in ENGLISH_SCALE.items()},
    "counts": {words.split()[0]: value for value, words in _COUNTS.items()},
    "months": {name.lower(): number for name, number in MONTHS.items() if name != "May"},
}
"""What search reads numbers by (`tokens.js`); it sees to May itself, which is a verb as well."""
_ONES = "".join(digit for digit, value in CHINESE_DIGITS.items() if value and digit != "两")

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_DASH = r"\s?(?:[-–—~～]|to|至|到)\s?"
_ENGLISH = re.compile(
    rf"(?P<money>RMB|CNY|USD|US\$|EUR)?\s?(?P<low>{_DIGITS})(?:{_DASH}(?P<high>{_DIGITS}))?"
    rf"(?:[\s-]?(?P<scale>{'|'.join(ENGLISH_SCALE)})\b)?"
    r"(?:[\s-]?(?P<unit>%|percent|per cent|square kilomet\w+|square met\w+|km2|km²|m2|m²"
    r"|mu\b|hectares?\b|yuan\b|US dollars\b|US cents?\b|euros?\b))?"
)
_ENGLISH_WORD = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(words.split()[0] for words in _TENS)})-)?"
    rf"(?P<word>{'|'.join(ENGLISH_WORDS)})\b(?:[\s-](?P<scale>hundred|thousand|million|billion)\b)?"
    r"(?![\s-]year-old)",
    re.I,
)
_ENGLISH_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b")
_MAY_IS_A_MONTH = re.compile(
    r"(?:\d|\b(?i:in|of|by|since|from|until|and|to)) May\b.{0,5}$|May \d{4}$"
)
_FRACTION = re.compile(r"\b(?:a|one|two)[\s-](?:third|quarter|fifth|tenth)s?(?= of\b)", re.I)
"""Not read, as 三分之一 is not."""
_CHINESE = re.compile(
    rf"(?P<low>{_DIGITS})(?:[%％]?{_DASH}(?P<high>{_DIGITS}))?[余多几]?"
    r"(?P<scale>[十百千]?[万亿]{1,2}|[百千](?![\u4e00-\u9fff]?分))?[余多]?"
    r"(?P<unit>[%％]|个百分点|级?元|人民币|美元|美分|欧元|平方公里|平方千米|平方米|亩|公顷"
    r"|月(?!牙)|级)?"
)
_CHINESE_NUMERAL = rf"(?:[{_ONES}两]?[十百千])+[{_ONES}]?|[{_ONES}两]"
_FIVE_YEAR_PLAN = re.compile(rf"(十[一二三四五]?|[{_ONES}])五(?=”|规划|期间|时期)")
_MEASURE_WORDS = "个家条项类大种名位处次届年倍期座所批户款颗起块篇份件只台套天人步省市县区园链"
_COUNTED = f"[{_MEASURE_WORDS}城方点强周级新基季]"
_CHINESE_WORD = re.compile(
    rf"(?P<ordinal>第)?(?<![{_ONES}数几])(?P<numeral>{_CHINESE_NUMERAL}|(?<![十百千])(?=万亿))(?![{_ONES}])(?:[余多几])?(?P<scale>[万亿]+)?"
    rf"(?:(?<=[十百千万亿])级|(?P<counted>{_COUNTED})|(?P<unit>元|亩|成(?!立|为|果|本|功|都|员|长|熟|套|型|品|效|份)))?"
)
_CHINESE_LIST = re.compile(rf"第([{_ONES}十])((?:、[{_ONES}十])+)")
_UNIT_WORDS = {
    "%": "percent",
    "％": "percent",
    "percent": "percent",
    "per cent": "percent",
    "km2": "km2",
    "km²": "km2",
    "平方公里": "km2",
    "平方千米": "km2",
    "m2": "m2",
    "m²": "m2",
    "平方米": "m2",
    "mu": "mu",
    "亩": "mu",
    "hectare": "ha",
    "hectares": "ha",
    "公顷": "ha",
    "yuan": "rmb",
    "元": "rmb",
    "级元": "rmb",
    "人民币": "rmb",
    "美元": "usd",
    "US dollars": "usd",
    "月": "month",
    "RMB": "rmb",
    "CNY": "rmb",
    "USD": "usd",
    "US$": "usd",
    "EUR": "eur",
    "euro": "eur",
    "euros": "eur",
    "欧元": "eur",
}


def _unit(word: str | None) -> str | None:
    if word and word.startswith("square "):
        return "km2" if "kilo" in word else "m2"
    return _UNIT_WORDS.get(word or "")


def _plain(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "").rstrip("."))


def _ends(match: re.Match[str]) -> Iterator[Decimal]:
    yield _plain(match["low"])
    if match["high"]:
        yield _plain(match["high"])


def _english_numbers(text: str) -> Iterator[Number]:
    """Read `RMB 100 billion`, `3–4 square kilometres`, `18%`, `three`, `November`."""
    text = _FRACTION.sub("", text)
    for match in _ENGLISH.finditer(text):
        scale = ENGLISH_SCALE.get(match["scale"] or "", Decimal(1))
        unit = _unit(match["money"]) or _unit(match["unit"])
        for value in _ends(match):
            yield Number(value * scale, unit, False, match[0].strip())
    for match in _ENGLISH_MONTH.finditer(text):
        if match[0] != "May" or _MAY_IS_A_MONTH.search(text[: match.end() + 5]):
            yield Number(Decimal(MONTHS[match[0]]), "month", False, match[0])
    for match in _ENGLISH_WORD.finditer(text):
        tens = ENGLISH_WORDS.get((match["tens"] or "").lower(), Decimal(0))
        scale = ENGLISH_SCALE.get((match["scale"] or "").lower(), Decimal(1))
        value = (tens + ENGLISH_WORDS[match["word"].lower()]) * scale
        yield Number(value, None, True, match[0])


def chinese_numeral(numeral: str) -> Decimal:
    """Read a numeral of Han characters below ten thousand: 二十三 is 23, 千 is 1000."""
    total, digit = 0, 0
    for character in numeral:
        if character in CHINESE_SCALES:
            total += (digit or 1) * CHINESE_SCALES[character]
            digit = 0
        else:
            digit = CHINESE_DIGITS[character]
    return Decimal(total + digit)


def _chinese_scale(scale: str | None) -> Decimal:
    value = Decimal(1)
    for character in scale or "":
        value *= CHINESE_SCALES[character]
    return value


def _chinese_numbers(text: str) -> Iterator[Number]:
    """Read `1000亿元`, `千亿级`, `3—4平方公里`, `18%`, `三个`, `11月`."""
    for match in _CHINESE.finditer(text):
        unit = _unit(match["unit"])
        for value in _ends(match):
            yield Number(value * _chinese_scale(match["scale"]), unit, False, match[0])
    for match in _CHINESE_WORD.finditer(text):
        if text[match.start() - 1 : match.start()].isdigit():
            continue
        value = chinese_numeral(match["numeral"] or "一") * _chinese_scale(match["scale"])
        meant = match["ordinal"] or match["counted"] or match["unit"] or match["scale"]
        if meant or match[0].endswith("级"):
            percent = match["unit"] == "成"
            unit = "percent" if percent else _unit(match["unit"])
            yield Number(value * 10 if percent else value, unit, True, match[0])
    for match in _CHINESE_LIST.finditer(text):
        for numeral in match[2].strip("、").split("、"):
            yield Number(chinese_numeral(numeral), None, True, match[0])
    for match in _FIVE_YEAR_PLAN.finditer(text):
        yield Number(chinese_numeral(match[1]), None, True, match[0])
        yield Number(Decimal(5), None, True, match[0])


READERS: dict[str, Callable[[str], Iterator[Number]]] = {
    "en": _english_numbers,
    "zh": _chinese_numbers,
}


@cache
def read(text: str, language: str) -> tuple[Number, ...]:
    """Find every number in a text of a language; none for a language without a reader."""
    reader = READERS.get(language)
    return tuple(reader(text)) if reader else ()


SCALES = {
    "RMB billion": ("rmb", Decimal(10**9)),
    "RMB million": ("rmb", Decimal(10**6)),
    "RMB": ("rmb", Decimal(1)),
    "USD billion": ("usd", Decimal(10**9)),
    "USD million": ("usd", Decimal(10**6)),
    "USD": ("usd", Decimal(1)),
    "percent": ("percent", Decimal(1)),
    "km2": ("km2", Decimal(1)),
    "m2": ("m2", Decimal(1)),
    "mu": ("mu", Decimal(1)),
}


def quantity(value: float, unit: str) -> Number:
    """Give a figure of the data as a text would say it."""
    name, scale = SCALES.get(unit, (None, Decimal(1)))
    return Number(Decimal(str(value)) * scale, name, False, f"{value:g} {unit}")


def disagreements(first: str, second: str, languages: tuple[str, str]) -> list[Number]:
    """Find the numbers one text says and the other does not.

    Returns:
        Those of `first` that `second` lacks, then the reverse; empty when they agree or when
        one of the languages has no reader.
    """
    if not set(languages) <= set(READERS):
        return []
    said = [read(text, language) for text, language in zip((first, second), languages, strict=True)]
    return [
        number
        for mine, theirs in (said, said[::-1])
        for number in mine
        if number.owed and not any(number.agrees(other) for other in theirs)
    ]


NUMERALS = {"en": tuple(words.split()[0] for words in _UNITS), "zh": "一二三四五六七八九十"}


def numeral(number: int, language: str) -> str:
    """Word a small number, as of a part: `three`, `三`; digits where there is no word."""
    words = NUMERALS.get(language, ())
    return words[number - 1] if number <= len(words) else str(number)


def _figures(values: Iterable[float], scale: str = "1") -> list[str]:
    """Write numbers out in full: `12,345.67`."""
    exact = (Decimal(str(value)) * Decimal(scale) for value in values)
    return [f"{value.normalize():,f}" for value in exact]


def amount_words(values: tuple[float, ...], unit: str, language: str) -> str:
    """Word an amount: `RMB 100 billion`, `1000亿元`, `3–4 square kilometres`, `3011`."""
    if language == "zh":
        return _chinese_amount(values, unit)
    plural = "" if values == (1,) else "s"
    patterns = {
        "RMB billion": "RMB {} billion",
        "RMB million": "RMB {} million",
        "RMB": "RMB {}",
        "USD billion": "USD {} billion",
        "USD million": "USD {} million",
        "USD": "USD {}",
        "km2": f"{{}} square kilometre{plural}",
        "m2": f"{{}} square metre{plural}",
        "mu": "{} mu",
        "percent": "{}%",
        "percentage points": f"{{}} percentage point{plural}",
        "years": f"{{}} year{plural}",
        "rank": "no. {}",
        "firms": f"{{}} firm{plural}",
        "areas": f"{{}} area{plural}",
    }
    return patterns.get(unit, "{}").format("–".join(_figures(values)))


def _chinese_amount(values: tuple[float, ...], unit: str) -> str:
    scale, pattern = {
        "RMB billion": ("10", "{}亿元"),
        "RMB million": ("0.01", "{}亿元") if min(values) >= 100 else ("100", "{}万元"),
        "RMB": ("1", "{}元"),
        "USD billion": ("10", "{}亿美元"),
        "USD million": ("0.01", "{}亿美元") if min(values) >= 100 else ("100", "{}万美元"),
        "USD": ("1", "{}美元"),
        "km2": ("1", "{}平方公里"),
        "m2": ("1", "{}平方米"),
        "mu": ("1", "{}亩"),
        "percent": ("1", "{}%"),
        "percentage points": ("1", "{}个百分点"),
        "years": ("1", "{}年"),
        "rank": ("1", "第{}位"),
        "firms": ("1", "{}家"),
        "areas": ("1", "{}个"),
    }.get(unit, ("1", "{}"))
    return pattern.format("—".join(_figures(values, scale)).replace(",", ""))
