"""How long a text takes to read."""

from rumbo.website.frame.markdown import plain_text

# Our assumption for plain language read with care; the pages say 'about'.
WORDS_A_MINUTE = 200


def count_words(source: str) -> int:
    """The number of words that a reader sees, boxes and tables included."""
    return len(plain_text(source).split())


def reading_minutes(words: int) -> int:
    """Whole minutes, rounded up; at least one."""
    return max(1, -(-words // WORDS_A_MINUTE))
