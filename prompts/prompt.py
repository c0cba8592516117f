"""A prompt, ready to be sent."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Prompt:
    """What a language model is told: what it must do, and the matter it does it on."""

    instructions: str
    matter: str
    identity: str
    """`name/vN@sha12`: two prompts of the same identity were made by the same template."""
