"""Colours of every appearance keep the contrast people need (WCAG 2.2 AA: 4.5 to 1 for text)."""

import re

import pytest

from entrypoints.console.view import ASSETS

CSS = ASSETS["console.css"][0].decode()
LEAST = 4.5
PAIRS = (
    ("ink", "card"), ("ink", "back"), ("ink-2", "card"), ("ink-2", "back"), ("ink-3", "card"), ("ink-3", "back"),
    ("link", "card"), ("link", "back"), ("on-primary", "p60"), ("on-primary", "p70"), ("p60", "p5"), ("p70", "p5"),
    ("bad", "card"), ("bad", "bad-5"), ("warn", "warn-5"), ("ink", "bad-5"), ("ink", "warn-5"), ("ink", "good-5"),
    ("ink", "info-5"), ("ink", "p5"), ("ink-3", "p5"),
)  # fmt: skip
"""Text and what it stands on, as the style sheet uses them."""


def tokens(selector: str) -> dict[str, str]:
    block = CSS[CSS.index(selector) :]
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", block[: block.index("}")]))


def themes() -> dict[str, dict[str, str]]:
    light = tokens(":root {")
    return {
        "light": light,
        "dark": light | tokens(':root[data-theme="dark"] {'),
        "auto": light | tokens(':root[data-theme="auto"] {'),
        "contrast": light | tokens(':root[data-theme="contrast"] {'),
    }


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * each for each in digits) if len(digits) == 3 else digits
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colour(named: dict[str, str], token: str) -> str:
    value = named[token]
    found = re.fullmatch(r"var\(--([a-z0-9-]+)\)", value)
    return colour(named, found[1]) if found else value


@pytest.mark.parametrize("theme", ["light", "dark", "auto", "contrast"])
def test_text_can_be_read_in_every_appearance(theme: str) -> None:
    named = themes()[theme]
    weak = {
        f"{text} on {ground}": round(contrast(colour(named, text), colour(named, ground)), 2)
        for text, ground in PAIRS
        if contrast(colour(named, text), colour(named, ground)) < LEAST
    }
    assert weak == {}


def test_the_measure_knows_weak_from_strong() -> None:
    assert round(contrast("#000", "#fff"), 1) == 21.0
    assert contrast("#777", "#fff") < LEAST


def test_dark_by_choice_and_by_the_machine_are_the_same() -> None:
    assert tokens(':root[data-theme="dark"] {') == tokens(':root[data-theme="auto"] {')


def test_nothing_comes_from_elsewhere_and_no_text_becomes_a_program() -> None:
    for content, _ in ASSETS.values():
        text = content.decode().replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r'url\(|@import|https?://|fetch\((?!"/)|eval\(|innerHTML', text) == []
