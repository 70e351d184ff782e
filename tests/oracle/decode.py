"""What the real packages decode ids to: lines of tests/golden/decode.jsonl on stdout.

Written by an environment with transformers 5.23.0, ftfy 6.3.1 and regex, and by another one with transformers 4.46.3, whose
path comes first; then the folders with the sources of openai-clip 1.0.1 and open_clip_torch 3.3.0, and data/:

    python tests/oracle/decode.py OTHER_PYTHON CLIP_FOLDER OPEN_CLIP_FOLDER data > tests/golden/decode.jsonl
"""
import importlib.machinery
import importlib.util
import json
import random
import subprocess
import sys
import types

SLOW = """
import json, sys
from transformers import CLIPTokenizer
tokenizer = CLIPTokenizer(sys.argv[1] + '/vocab.json', sys.argv[1] + '/merges.txt')
for line in sys.stdin:
    print(json.dumps(tokenizer.decode(json.loads(line), clean_up_tokenization_spaces=False)))
"""


def load(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sequences(vocabulary, merges_encode):
    """Ids at random, ids of bytes, ids of text, and special tokens among them."""
    draw = random.Random(20261126)
    special = [49406, 49407]
    for length in [0, 1, 2, 3, 5, 8, 20]:
        for _ in range(40):
            yield [draw.randrange(49408) for _ in range(length)]
            yield [draw.randrange(512) for _ in range(length)]
            yield [draw.choice(special + [draw.randrange(49408), draw.randrange(512)]) for _ in range(length)]
    for text in ["a cat", "a photo of a 🏯", "</w> and < / w >", "日本語 é ﷺ", "it's 42!", "\u001c a \u001f", "👨\u200d👩\u200d👧"]:
        ids = merges_encode(text)
        yield ids
        yield [49406, *ids, 49407, 49407]
        yield ids[:-1]


def main():
    other, clip, open_clip, data = sys.argv[1:5]
    torch = types.ModuleType('torch')  # its tokenizer module names torch's types only
    torch.__spec__ = importlib.machinery.ModuleSpec('torch', None)
    torch.Tensor = torch.LongTensor = object
    sys.modules['torch'] = torch
    openai = load('simple_tokenizer', f'{clip}/clip/simple_tokenizer.py').SimpleTokenizer()
    openclip = load('open_clip_tokenizer', f'{open_clip}/open_clip/tokenizer.py').SimpleTokenizer()
    from transformers import CLIPTokenizer
    vocab = json.load(open(f'{data}/vocab.json', encoding='utf-8'))
    lines = open(f'{data}/merges.txt', encoding='utf-8').read().split('\n')[1:]
    fast = CLIPTokenizer(vocab=vocab, merges=[tuple(line.split(' ')) for line in lines if line])
    all_ids = list(sequences(vocab, openai.encode))
    asked = '\n'.join(map(json.dumps, all_ids)) + '\n'
    slow = subprocess.run([other, '-c', SLOW, data], input=asked, capture_output=True, text=True, check=True).stdout
    for ids, by_slow in zip(all_ids, map(json.loads, slow.splitlines()), strict=True):
        print(json.dumps({
            'ids': ids, 'openai': openai.decode(ids), 'open-clip': openclip.decode(ids),
            'hf': fast.decode(ids, clean_up_tokenization_spaces=False), 'hf-slow': by_slow,
        }))


main()
