"""The desktop's parts for these tests."""

from tests.desktop_parts import (
    hand_clock,
    languages,
    look,
    the_languages,
    the_look,
    words_folder,
)

__all__ = ["hand_clock", "languages", "look", "the_languages", "the_look", "words_folder"]
