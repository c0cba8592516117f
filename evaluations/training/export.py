"""Writes the static vectors as a sentence-transformers model: `python -m evaluations.training.export FOLDER`.

Needs the `[semantic]` extra. The model gives the product's vectors, up to rounding: it serves
those who want them in another tool, and proves that nothing is lost without torch.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

from assistant.retrieval.static import StaticVectors, load_static


def sentence_transformer(vectors: StaticVectors) -> SentenceTransformer:
    """Return a model whose embeddings are the topics of the vectors."""
    weights = vectors.table.astype(np.float32)
    module = StaticEmbedding(vectors.tokenizer, embedding_weights=weights)
    return SentenceTransformer(modules=[module, Normalize()], device="cpu")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the model in a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(arguments).folder
    vectors = load_static()
    sentence_transformer(vectors).save_pretrained(str(folder))
    sys.stdout.write(f"{vectors.id} : {len(vectors.dimensions)} dimensions, {len(vectors.table)} jetons, dans {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
