"""What the tour looks like."""

from __future__ import annotations

import os
import re
import sys

PLAIN = ""
STRONG = "\x1b[1m"
FAINT = "\x1b[2m"
GOOD = "\x1b[32m"
BAD = "\x1b[31m"

RESET = "\x1b[0m"
# Where lines break, in characters.
WIDTH = 96


class Console:
    """Standard output, with colour where that is wanted."""

    def __init__(self) -> None:
        # Colour is for terminals, and for those who have not declined it (https://no-color.org).
        self._colour = (
            sys.stdout.isatty()
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb"
        )

    def entry(
        self, indent: int, mark: str, style: str, text: str, text_style: str = PLAIN
    ) -> None:
        """Prints text behind a mark; further lines stand below the text."""
        hang = indent + len(mark)
        lines = [self._painted(line, text_style) for line in wrap(text, WIDTH - hang)]
        print(
            " " * indent + self._painted(mark, style) + f"\n{'':{hang}}".join(lines),
            flush=True,
        )

    def paragraph(self, text: str) -> None:
        """Prints a paragraph."""
        self.entry(0, "", PLAIN, text)

    def blank(self) -> None:
        """Prints an empty line."""
        self.paragraph("")

    def _painted(self, text: str, style: str) -> str:
        return f"{style}{text}{RESET}" if self._colour and style and text else text


def wrap(text: str, width: int) -> list[str]:
    """Breaks text between words, but not behind a colon, so that a name stays with its value. What
    is longer than a line stays whole, so that it can be copied."""
    lines = [""]
    for word in re.split(r"(?<!:) ", text):
        if not lines[-1]:
            lines[-1] = word
        elif len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
