"""Makes tiny language models that a real server can serve: `python tests/support/tiny_models.py FOLDER < models.json`.

The file read names each model and what it says: `{"perroquet": "Bonjour."}`. A model that says a text is a Llama whose
weights chain its pieces one after another, then end; a model of `null` is a Llama whose weights are drawn at random.
"""

import json
import sys
from collections.abc import Collection, Sequence
from itertools import pairwise
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

SEED = 2026
_START, _END, _ANSWER = "<|debut|>", "<|fin|>", "<|reponse|>"
_TEMPLATE = (
    _START + "{% for message in messages %}{{ message['role'] }} : {{ message['content'] }}" + _END + "{% endfor %}"
    "{% if add_generation_prompt %}" + _ANSWER + "{% endif %}"
)
_SENTENCES = (
    "Le candidat présente une situation professionnelle, ses choix et les résultats de l’action de formation.",
    "Les indicateurs du critère sont attestés, partiels, évoqués ou absents dans les passages du brouillon.",
    "Répondez par un objet JSON qui donne pour chaque indicateur son état et les phrases qui le montrent.",
    "Le financement, le budget, le calendrier et les objectifs de la session ont été comparés dans un tableau.",
)
_SHORTEST_PIECE = 3
_WORDS = 400
_READ_AT_ONCE = 16_384


def _trained() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    special = [_START, _END, _ANSWER]
    trainer = trainers.BpeTrainer(vocab_size=_WORDS, special_tokens=special, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(_SENTENCES, trainer)
    return tokenizer


def _as_bytes(piece: str) -> str:
    """Return a piece of text as a tokenizer of bytes writes it in its vocabulary."""
    written = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False).pre_tokenize_str(piece)
    return "".join(part for part, _ in written)


def _pieces(text: str, known: Collection[str]) -> list[str]:
    """Cut a text in pieces of which no two are equal, none of them known."""
    pieces: list[str] = []
    while text:
        sizes = range(_SHORTEST_PIECE, len(text) + 1)
        size = next((n for n in sizes if _as_bytes(text[:n]) not in {*known, *pieces}), None)
        if size is None:  # what is left is too short, or was said: it ends the piece before
            pieces[-1:] = [pieces[-1] + _as_bytes(text)]
            break
        pieces.append(_as_bytes(text[:size]))
        text = text[size:]
    return pieces


def _with_words(tokenizer: Tokenizer, words: Sequence[str]) -> Tokenizer:
    """Return the tokenizer with further words, which it can say and never reads."""
    written = json.loads(tokenizer.to_str())
    first = tokenizer.get_vocab_size()
    written["model"]["vocab"] |= {word: first + n for n, word in enumerate(words)}
    return Tokenizer.from_str(json.dumps(written))


def _chain(model: LlamaForCausalLM, said: Sequence[int]) -> None:
    """Have each token of a list call for the next one: the layers add nothing, the last weights recognise the token before."""
    with torch.no_grad():
        for layer in model.model.layers:
            layer.self_attn.o_proj.weight.zero_()
            layer.mlp.down_proj.weight.zero_()
        read = model.model.embed_tokens.weight
        read.normal_(std=1.0)
        model.lm_head.weight.zero_()
        for before, after in pairwise(said):
            model.lm_head.weight[after] = read[before]


def make(folder: Path, text: str | None) -> None:
    """Write the model that says that text, or noise, with its tokenizer."""
    torch.manual_seed(SEED)
    tokenizer = _trained()
    pieces = _pieces(text, tokenizer.get_vocab()) if text else []
    tokenizer = _with_words(tokenizer, pieces)
    start, end, answer = (tokenizer.token_to_id(word) for word in (_START, _END, _ANSWER))
    shape = {"hidden_size": 128, "intermediate_size": 128, "num_hidden_layers": 1, "num_attention_heads": 1, "head_dim": 16}
    config = LlamaConfig(
        vocab_size=tokenizer.get_vocab_size(),
        max_position_embeddings=_READ_AT_ONCE,
        bos_token_id=start,
        eos_token_id=end,
        pad_token_id=end,
        tie_word_embeddings=False,
        **shape,
    )
    model = LlamaForCausalLM(config)
    if pieces:
        _chain(model, [answer, *(tokenizer.token_to_id(piece) for piece in pieces), end])
    model.save_pretrained(folder)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token=_START, eos_token=_END, pad_token=_END)
    fast.chat_template = _TEMPLATE
    fast.save_pretrained(folder)
    (folder / "pieces").write_text(str(len(pieces)), encoding="utf-8")


def main(folder: Path) -> None:
    """Write every model that standard input names, each in a folder of its name."""
    for name, text in json.load(sys.stdin).items():
        make(folder / name, text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
