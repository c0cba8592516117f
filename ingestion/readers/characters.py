"""What a character must be to stand in the text of a draft."""

import re
import unicodedata
from dataclasses import dataclass

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NEVER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_ZERO_WIDTH = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
)
_TREACHEROUS = "\u202a-\u202e\u2066-\u2069\U000e0000-\U000e0fff"
_UNSEEN = re.compile(f"[{_ZERO_WIDTH}{_TREACHEROUS}]")
_STEERING = re.compile(f"[{_TREACHEROUS}]")
_EMOJI_GLUE = re.compile("(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200d\ufe00-\ufe0f]|[\ufe00-\ufe0f]")
_CROWD = re.compile("[\u0300-\U0010ffff]{32,}")
_MARKS_A_LETTER = 30

_SYMBOLS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0FE: "☑", 0xF0FD: "☒", 0xF0A8: "☐", 0xF06F: "☐", 0xF071: "☐",
    0xF0E0: "→", 0xF0E8: "→", 0xF0F0: "⇨", 0xF0AE: "→", 0xF0DE: "⇒", 0xF0B3: "≥", 0xF0A3: "≤", 0xF0B1: "±", 0xF0B4: "×",
    0xF0B8: "÷", 0xF0B9: "≠", 0xF0BB: "≈", 0xF0A0: "€", 0xF04A: "☺", 0xF02D: "-", 0xF076: "❖", 0xF077: "◆",
    0xF06C: "●", 0xF06E: "■",
}  # fmt: skip
"""What the Symbol and Wingdings fonts draw at the code points that word processors store."""


def symbol(code: int) -> str:
    """Return the character that a symbol font draws, or nothing when it is not a common one."""
    return _SYMBOLS.get(code if code >= 0xF000 else code + 0xF000, "")


@dataclass(slots=True)
class Cleaner:
    """Makes text fit for a draft, and counts the unseen characters it took out."""

    unseen: int = 0
    steering: int = 0
    """Those that reorder the line or carry a message: bidirectional controls and tags."""

    def clean(self, text: str) -> str:
        """Return the text in NFC with line feeds, without controls or unseen characters."""
        text = _LINE_ENDS.sub("\n", text)
        text = _NEVER.sub("", text)
        text = _PRIVATE.sub(lambda m: symbol(ord(m.group())), text)
        if not text.isascii():
            text = self._without_unseen(_EMOJI_GLUE.sub("", text))
            text = unicodedata.normalize("NFC", _CROWD.sub(_few_marks, text))
        return text

    def _without_unseen(self, text: str) -> str:
        self.steering += len(_STEERING.findall(text))
        cleaned, count = _UNSEEN.subn("", text)
        self.unseen += count
        return cleaned


def _few_marks(match: re.Match[str]) -> str:
    """Cut endless combining marks, whose normalisation takes quadratic time."""
    kept: list[str] = []
    marks = 0
    for character in match.group():
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_A_LETTER:
            kept.append(character)
    return "".join(kept)
