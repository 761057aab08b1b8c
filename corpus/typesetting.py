"""Remains of typesetting, read away: what is left is what the printed page shows.

`clean` is deterministic and works on a whole paragraph, cell or reference entry; offsets
everywhere else refer to its result. Each kind of remain is one rule below, so that a new kind is
one more rule and one more test.
"""

import html
import re

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_GREEK = "α-ωΑ-Ωϵϑϕµ"

# Every repetition below stops at the next character that could begin its own pattern, or has a
# bound: a hostile line must cost time in proportion to its length.
_SOFT_BREAK = re.compile("\u00ad\\s*\n\\s*")
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]"
)
_LINK = re.compile(r"\[((?:\\.|[^\[\]\\]){1,500})\]\((https?://[^()\s]{1,2000})\)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~$-])")
_SUP_TAG = re.compile(r"<sup>(.{0,200}?)</sup>", re.IGNORECASE | re.DOTALL)
_SUB_TAG = re.compile(r"<sub>(.{0,200}?)</sub>", re.IGNORECASE | re.DOTALL)
_STYLE_TAG = re.compile(r"</?(?:i|b|u|em|strong|italic|bold|span|br|small)\s*/?>", re.IGNORECASE)
# Between dollar signs, only what cannot be two amounts of money is mathematics: a LaTeX command or
# script, a single letter, or behind an element a formula that has lost its underscore.
_MATH = re.compile(
    r"(?P<before>\b\w+ (?=\$[\^_])|\b[A-Za-z]{1,2} )?\$(?P<math>"
    r"(?=[^$\n]{0,80}[\\^_{])(?!\s|[\d.,]+ \w)[^$\n]{1,80}(?<!\s)"
    rf"|[A-Za-z{_GREEK}]|(?<=\b[A-Z] \$)\d[A-Z]\w{{0,20}}|(?<=\b[A-Z][a-z] \$)\d[A-Z]\w{{0,20}}"
    r")\$(?![\d^_])"
)
_SUPERSCRIPT = re.compile(r"\^(?:\{([^{}]*)\}|([-−+]?\d+(?:[-−+](?!\w))?|\+|[-−](?!\w)))")
_SUBSCRIPT = re.compile(r"_(?:\{([^{}]*)\}|(\d))")
_BRACED_SUBSCRIPT = re.compile(r"_\{([^{}]*)\}")
_COMMAND = re.compile(r"\\(?:mathrm|text|mathit|mathbf|rm)\s*\{([^{}]*)\}")
_STRONG = re.compile(r"(?<![\w*])\*\*(?=\S)(.{1,400}?)(?<=\S)\*\*(?![\w*])")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?![\w*])")
_UNDERSCORED = re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]*?[^\s_])_(?!\w)")
_GREEK_UNIT = re.compile(r"(?<=\d )([μµ]) (?=(?:mol|[gMmlLs])\b)")
_CHARGE = re.compile(r"(?<=[A-Za-z0-9)]) (?=[⁺⁻](?![\w⁰-₟]))")
_GREEK_SUFFIX = re.compile(rf"(?<=[A-Z0-9-]) ([{_GREEK}])(?![{_GREEK}\w])")
_GREEK_TIGHT_RIGHT = re.compile(rf"([{_GREEK}]) (?=[-–,.;:/)\]])")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_LOOK_BACK_CHARS = 80
_PLAIN_NUMBER = re.compile(r"^[\d.,–-]+$")


def clean(text: str) -> str:
    """The text as a reader of the page sees it, on one line."""
    text = _INVISIBLE.sub("", _SOFT_BREAK.sub("", text))
    text = _LINK.sub(lambda m: f"{m[1]} ({m[2]})", text)
    text = _SUP_TAG.sub(lambda m: m[1].translate(_SUPERSCRIPTS), text)
    text = _SUB_TAG.sub(lambda m: m[1].translate(_SUBSCRIPTS), text)
    text = _STYLE_TAG.sub("", text)
    text = html.unescape(text)
    text = _MATH.sub(_unmath, text)
    text = _SUPERSCRIPT.sub(lambda m: (m[1] or m[2] or "").translate(_SUPERSCRIPTS), text)
    text = _BRACED_SUBSCRIPT.sub(lambda m: m[1].translate(_SUBSCRIPTS), text)
    text = _STRONG.sub(r"\1", text)
    text = _EMPHASIS.sub(r"\1", text)
    text = _UNDERSCORED.sub(r"\1", text)
    text = _ESCAPE.sub(r"\1", text)
    text = _SPACES.sub(" ", text.replace("\n", " ")).strip()
    return _greek(text)


def _unmath(match: re.Match[str]) -> str:
    """A fragment of LaTeX as plain text; `As $2O_3$` (the first `_` was lost) is As₂O₃."""
    before, math = match["before"] or "", match["math"]
    formula = _scripts(math)
    if before and math[0] in "^_":
        return before.rstrip() + formula
    if before and (opening := re.match(r"\d+(?=[A-Z])", formula)):
        return before.rstrip() + opening[0].translate(_SUBSCRIPTS) + formula[opening.end() :]
    return before + formula


def _scripts(math: str) -> str:
    math = _COMMAND.sub(r"\1", math)
    math = _SUPERSCRIPT.sub(lambda m: (m[1] or m[2] or "").translate(_SUPERSCRIPTS), math)
    math = _SUBSCRIPT.sub(lambda m: (m[1] or m[2] or "").translate(_SUBSCRIPTS), math)
    return math.replace("{", "").replace("}", "").strip()


def _greek(text: str) -> str:
    """Scanners set Greek letters and charges apart ("RAR α -Nrf2", "CD34 ⁺"); put them back."""
    text = _CHARGE.sub("", text)
    text = _GREEK_UNIT.sub(r"\1", text)
    text = _GREEK_TIGHT_RIGHT.sub(r"\1", text)
    return _GREEK_SUFFIX.sub(_attach, text)


def _attach(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - _LOOK_BACK_CHARS) : match.start()]
    stem = before[before.rfind(" ") + 1 :]
    return match[0] if _PLAIN_NUMBER.match(stem) else match[1]
