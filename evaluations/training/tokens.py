"""Makes the tokens of the static vectors: `python -m evaluations.training.tokens`, then `evaluations.training.fit`.

Byte pairs of equal count are merged in an order that changes from run to run, so the tokens
are made once and kept: a new training keeps them, and gives the same vectors from the same lessons.
"""

import sys
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from assistant.knowledge.loader import load_knowledge
from assistant.retrieval.static import FOLDER, TOKENIZER
from assistant.text.french import plain_spelling
from evaluations.gold import GoldSet
from evaluations.training.vectors import bank_lessons, dossier_lessons, grille_lessons, other_lessons

_VOCABULARY = 8000


def tokens(texts: Iterable[str]) -> Tokenizer:
    """Return byte pairs of folded words and numbers: an unknown word is read by its parts."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKD(), normalizers.Lowercase(), normalizers.StripAccents()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("[a-z]+|[0-9]+"), "removed", invert=True)
    trainer = trainers.BpeTrainer(vocab_size=_VOCABULARY, min_frequency=2, continuing_subword_prefix="##", show_progress=False)
    tokenizer.train_from_iterator((plain_spelling(t) for t in texts), trainer)
    return tokenizer


def main() -> int:
    """Write new tokens from the develop half; the vectors must then be trained again."""
    knowledge = load_knowledge()
    gold = GoldSet(knowledge)
    lessons = [
        *grille_lessons(knowledge),
        *bank_lessons(gold.bank("develop")),
        *dossier_lessons(gold.dossiers("develop")),
        *other_lessons(gold.other_subjects()),
    ]
    tokens(lesson.text for lesson in lessons).save(str(FOLDER / TOKENIZER))
    return 0


if __name__ == "__main__":
    sys.exit(main())
