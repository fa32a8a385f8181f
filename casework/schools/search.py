"""Text as it is searched: one folding for what is stored and for what is typed."""

import re
import unicodedata

# Letters that no decomposition takes apart, and the Cyrillic ones that pass for Latin in the register.
LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ð": "d",
        "đ": "d",
        "þ": "th",
        "ł": "l",
        "ı": "i",
        "а": "a",
        "е": "e",
        "о": "o",
        "р": "p",
        "с": "c",
        "у": "y",
        "х": "x",
    }
)
APOSTROPHES = re.compile("['`´ʹ-ʼˈ‘’‛′]")
# Some single characters fold to many, so a short name can outgrow its column.
MAX_LENGTH = 400
NOT_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return the text without accents, capitals and punctuation: "St Mary's, Thame" is "st marys thame"."""
    text = APOSTROPHES.sub("", text.casefold())
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return NOT_WORDS.sub(" ", plain.casefold().translate(LETTERS)).strip()


def school_text(*, name: str, town: str, postcode: str, urn: str, dfe_number: str) -> str:
    """Return what a school is found by. A postcode stands with and without its space."""
    parts = (
        fold(name),
        fold(town),
        fold(postcode),
        fold(postcode).replace(" ", ""),
        urn,
        dfe_number.replace("/", ""),
    )
    return " ".join(part for part in parts if part)[:MAX_LENGTH]
