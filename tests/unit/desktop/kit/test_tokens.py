"""The colours can be read, and they are the design's."""

from __future__ import annotations

import pytest

from mmc_console.desktop.kit.tokens import Theme, Tokens, load

TOKENS = load()
THEMES: tuple[Theme, ...] = ("light", "dark")
TEXT, LARGE = 4.5, 3.0


def _luminance(color: str) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[i : i + 2], 16)) for i in (1, 3, 5))
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def contrast(one: str, other: str) -> float:
    """The WCAG 2 ratio of two colours."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_known_ends() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["surface", "bg", "selection"])
@pytest.mark.parametrize("ink", ["text", "text2", "text3", "primary", "danger", "warn", "ok", "info"])
def test_every_ink_is_readable_on_every_ground(theme: Theme, ground: str, ink: str) -> None:
    base = TOKENS.base[theme]
    assert contrast(base[ink], base[ground]) >= TEXT - 0.05


@pytest.mark.parametrize("theme", THEMES)
def test_filled_buttons_and_tints_are_readable(theme: Theme) -> None:
    base = TOKENS.base[theme]
    for fill in ("primary", "primaryHover", "primaryPressed"):
        assert contrast(base["onPrimary"], base[fill]) >= TEXT
    for tint in ("danger", "warn", "ok", "info"):
        assert contrast(base[tint], base[f"{tint}Tint"]) >= TEXT
        assert contrast(base["text"], base[f"{tint}Tint"]) >= TEXT
    assert contrast(base["borderStrong"], base["surface"]) >= LARGE
    assert contrast(base["focusOuter"], base["focusInner"]) >= LARGE
    assert contrast(base["text3"], base["surface2"]) >= TEXT  # a button that is off


@pytest.mark.parametrize("theme", THEMES)
def test_states_and_connection_are_readable(theme: Theme) -> None:
    for state in TOKENS.states[theme].values():
        assert contrast(state.text, state.tint) >= TEXT
        assert contrast(state.on_solid, state.solid) >= TEXT
    for ink, fill in TOKENS.connection[theme].values():
        assert contrast(ink, fill) >= TEXT


def test_the_file_has_the_design_s_values() -> None:
    assert TOKENS.base["light"]["primary"] == "#0B5E8E"
    assert TOKENS.base["dark"]["primary"] == "#6CB8E6"
    assert TOKENS.connection["light"]["offline"] == ("#2B1A00", "#FFD98A")
    assert TOKENS.states["dark"]["called"].solid == "#FDBB1D"
    assert (TOKENS.sizes["drawer"], TOKENS.motion["toastUndo"]) == (860, 10000)
    assert (TOKENS.type_arabic["body"], TOKENS.type_english["body"]) == (15, 14)


def test_compact_sizes_are_taken_where_there_are_some() -> None:
    assert (TOKENS.size("row"), TOKENS.size("row", compact=True)) == (40, 32)
    assert TOKENS.size("button", compact=True) == TOKENS.size("button") == 40


def test_a_missing_colour_is_an_error(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("tokens") / "tokens.json"
    file.write_text('{"light": {}}', encoding="utf-8")
    with pytest.raises(KeyError):
        load(file)
    assert isinstance(TOKENS, Tokens)
