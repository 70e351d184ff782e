"""tokenizer_folders.py DATA_DIR TOY_DIR OUT.gz: what transformers 5.23.0 makes of texts with tokenizer folders of many kinds.

A line for each folder: its vocabulary (`clip`: vocab.json and merges.txt of DATA_DIR; `toy`: those of TOY_DIR; `json`: CLIP's in a
tokenizer.json), its other files, what it says of pads and specials, and texts with their ids, without start and end.
TOY_DIR has the vocabulary that stands in tests/library/tokenizer_folder.rs."""
import gzip
import json
import os
import random
import shutil
import sys
import tempfile

from transformers import CLIPTokenizer

data, toy, out = sys.argv[1:4]
random.seed(17)


def token(content, **flags):
    kept = {"lstrip": False, "normalized": False, "rstrip": False, "single_word": False}
    return {"content": content, **kept, **flags}


def decoder(*tokens):
    return {str(49406 + n): t for n, t in enumerate(tokens)}


START, END = token("<|startoftext|>", special=True), token("<|endoftext|>", special=True)
SD = {"bos_token": token("<|startoftext|>", normalized=True), "eos_token": token("<|endoftext|>", normalized=True),
      "unk_token": token("<|endoftext|>", normalized=True), "pad_token": "!"}
TOY = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>", "unk_token": "<unk>"}
config = "tokenizer_config.json"
special = "special_tokens_map.json"
added = "added_tokens.json"
FOLDERS = [
    ("toy", "toy", {special: TOY}),
    ("toy without unk_token", "toy", {special: {k: v for k, v in TOY.items() if k != "unk_token"}}),
    ("bang", "clip", {special: {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": "!",
                                "unk_token": "<|endoftext|>"}}),
    ("textual inversion", "clip", {added: {"<cat-toy>": 49408, "<Cat-Toy>_1": 49409}}),
    ("a word", "clip", {added: {"sks": 49408, "Zwx dog": 49409, "é": 49410}}),
    ("a gap", "clip", {added: {"<cat-toy>": 49412}}),
    ("stable diffusion", "clip", {special: SD, config: {"model_max_length": 77, "do_lower_case": True}}),
    ("other start and end", "clip", {special: {"bos_token": "<s>", "eos_token": "</s>"}}),
    ("other pad", "clip", {special: {"pad_token": "<pad>"}}),
    ("purposes", "clip", {special: {"mask_token": "[MASK]", "cls_token": "[CLS]", "foo_token": "[FOO]",
                                    "additional_special_tokens": ["<a>", "<b>"]}}),
    ("lists", "clip", {config: {"extra_special_tokens": ["<a>", "<B>"], "model_max_length": 50}}),
    ("flags", "clip", {config: {"added_tokens_decoder": decoder(
        START, END, token("<w>", single_word=True, normalized=True), token("<l>", lstrip=True), token("<r>", rstrip=True),
        token("Sky", single_word=True), token("<Lr>", lstrip=True, rstrip=True, normalized=True))}}),
    ("the decoder stands for all", "clip", {config: {"added_tokens_decoder": decoder(START, END, token("<z>"))},
                                            special: {"pad_token": "!"}, added: {"<y>": 49408}}),
    ("a pad in the decoder", "clip", {config: {"pad_token": "!", "added_tokens_decoder":
                                               {"0": token("!", special=True), **decoder(START, END)}}}),
    ("longer and shorter", "clip", {added: {"<x>": 49408, "<x><y>": 49409, "<X": 49410, "<x> <y>": 49411}}),
    ("tokenizer.json", "json", {}),
    ("tokenizer.json with settings", "json", {config: {"pad_token": "!", "model_max_length": 60}}),
]
PIECES = ["a", "cat", " ", "  ", "\n", "<cat-toy>", "<CAT-TOY>", "<Cat-Toy>_1", "_1", "sks", "SKS", "asks", "sksb", "Zwx  dog", "zwx dog",
          "é", "É", "e\u0301", "<|startoftext|>", "<|STARTOFTEXT|>", "<|endoftext|>", "<|EndOfText|>", "!", "!!", "<s>", "</s>", "<pad>",
          "[MASK]", "[mask]", "[CLS]", "[FOO]", "<a>", "<A>", "<b>", "<B>", "<w>", "<W>", "<l>", "<r>", "<lr>", "<LR>", "Sky", "sky", "skyline",
          "<x>", "<y>", "<X", "<x> <y>", "<x><y>", "<z>", "<unk>", "<UNK>", "ü", "🏯", "1", "²", "_", "-", ".", "'s", "\u200d", "\u0301", "٣", "\u3000"]


def texts():
    yield from ["", "cat hat", "cats!", "a cat ü", "hello!", "a <cat-toy> x", "A photo of a <cat-toy>, sks style"]
    for _ in range(110):
        yield "".join(random.choice(PIECES) for _ in range(random.randint(1, 9)))


def build(vocabulary, files):
    folder = tempfile.mkdtemp()
    for name in ("vocab.json", "merges.txt"):
        shutil.copy(f"{toy if vocabulary == 'toy' else data}/{name}", folder)
    if vocabulary == "json":
        tokenizer = CLIPTokenizer.from_pretrained(folder)
        tokenizer.add_tokens(["<New>", "<cat-toy>"])
        for name in os.listdir(folder):
            os.remove(f"{folder}/{name}")
        tokenizer.save_pretrained(folder)
        os.remove(f"{folder}/tokenizer_config.json")
    for name, content in files.items():
        with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
            json.dump(content, file)
    return folder


with gzip.GzipFile(out, "wb", mtime=0) as file:
    for name, vocabulary, files in FOLDERS:
        folder = build(vocabulary, files)
        tokenizer = CLIPTokenizer.from_pretrained(folder)
        encode = tokenizer._tokenizer.encode
        if vocabulary == "json":
            # The test puts CLIP's own vocabulary and merges into the model.
            whole = json.load(open(f"{folder}/tokenizer.json", encoding="utf-8"))
            whole["model"].update(vocab={}, merges=[])
            files = {**files, "tokenizer.json": whole}
        length = tokenizer.model_max_length
        line = {"name": name, "vocabulary": vocabulary, "files": files, "start": tokenizer.bos_token_id, "end": tokenizer.eos_token_id,
                "pad": tokenizer.pad_token_id, "length": length if length < 1e9 else None,
                "texts": [[text, encode(text, add_special_tokens=False).ids] for text in texts()]}
        file.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
