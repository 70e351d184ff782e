"""Writes random prompts with what compel makes of them, in the form of the goldens of syntaxes.

    pip install compel==2.5.1 pyparsing==3.3.3 --no-deps
    pip install transformers==5.23.0 tokenizers==0.23.3 numpy        # under Python 3.11, without torch and diffusers
    python tests/oracle/syntax_invokeai.py 1 20000 > all.jsonl
    python tests/oracle/syntax_invokeai.py 7 600 --nasty | gzip -9n > tests/golden/syntax-invokeai.jsonl.gz

The first number is the seed, the second says how many. `--truncate`: one row, as the library does by default; without it
rows as InvokeAI asks for. `--bang`: SDXL's second tokenizer, whose pad is `!`. `--nasty`: only prompts in which something
has a meaning. compel's parser and its rows need only a list in place of a tensor, so that stand-ins for torch do. A prompt
that takes more than five seconds is left out: the parser takes four times as long with each level of brackets.
"""
import importlib.machinery
import json
import math
import pathlib
import random
import signal
import sys
import types

import numpy
import transformers  # Before the stand-ins, so that it sees that there is no torch.

SEED, COUNT = int(sys.argv[1]), int(sys.argv[2])
CHOOSE = random.Random(SEED)
DEEPEST = 3

PIECES = (
    "cat|dog|b|a|mid-century|1girl|café|日本|🏯|é| | | | |  |\t|\n|\r\n|\r|\u00a0|\u3000|\x0b|\x0c|\x85|\u200b|\x1c|+|++|-|--|+++|---"
    "|(|(|)|)|)|\"|\"|'|,|, |,,|.|. |..|:|;|=|\\|\\\\|\\\\\\|\\(|\\)|\\\"|\\,|\\.|\\+|\\-|\\=|\\t|\\n|\\f|\\r|\\0|\\x22|\\xA2|\\x41"
    "|\\u24|\\u2014|\\73|\\13|\\x52|\\\\\"|\\\\\\\"|.swap(|.swap(|.blend(|.blend(|.and(|.add(|.attend(|.swap|.and()|.and()|.blend()"
    "|.attend(+)|.attend(--)|.attend(1.5)|.attend(0.3)|.attend(-1)|withLora(|useLora(|withLora(x)|useLora(a_b-c, 0.5)|withLora(k,-1)"
    "|withLora(k,+.5)|withLora(k,+1)|withLora|1|0.5|1.5|2.|.5|-1|-0.5|1e3|1_0|+1.5|٣|٣.|٣.٥|nan|inf|50%|no_normalize|s_start=0.1"
    "|shape_freedom=0.5|shape_freedom|t_end=x|1=2|nan=1|1_0=2|, 0.3|,0.7|(\"a\", \"b\")|(\"a\", \"b\").and()|(\"a\",\"b\").blend(1,2)"
    "|(\"a (b)+\", \"c\").blend(0.5, 0.5, no_normalize)|(a)+|(a b)1.2|(c d)--|\"x y\"|\"x y\"+|\"x y\"1.3|()|(())|\"\"|\"  \"|\"()\"|()+"
    "|(\"a\".swap(b), c).blend()|a.swap(b)|(a).swap(b c)|a.swap()|().swap(x)|[a:b:3]|<lora:a:1>|(cat:1.3)|BREAK|AND|{a;b}|:1.2)|;,|!|?|x"
).split("|") + ["<|endoftext|>"]
MARKS = list("+-()\",.=\\ \\()\"ab1:")
WORDS = (
    "cat dog red mid-century a+b 1girl são 日本 🏯 it's half-life x1.5 \\(x\\) a\\(b a\\\\(b \\\\\\\\( \\\" \\\\\\) \\+ a\\.b \\=x \\\\ "
    "50% a:b [x] -x +x 7"
).split(" ")
LONG = (
    "cat dog . . , ; : red antidisestablishmentarianism hyperrealistic 🏯 日本東京 a b (c)+ (d e)0.5 \"f, g\"- x, y. !!!! ..... "
    "1234567 aaaaaaaaaaaaaaaaaaaaaaaaa .; <|endoftext|> !"
).split(" ")


def chance(probability):
    return CHOOSE.random() < probability


def blank():
    return CHOOSE.choice((" ", " ", " ", "", "", "  ", "\t", "\n"))


def soup():
    pieces = CHOOSE.choice((PIECES, PIECES, MARKS))
    return "".join(CHOOSE.choice(pieces) for _ in range(CHOOSE.choice((2, 3, 4, 5, 6, 8, 11, 15))))


def word():
    text = CHOOSE.choice(WORDS)
    return text + CHOOSE.choice("ab\\") + CHOOSE.choice("ab\\") if chance(0.1) else text


def sign():
    return CHOOSE.choice("+ - ++ -- +++ ---- 1.5 0.5 2 .5 3. 1 0 ٣.".split(" "))


def number():
    rare = "1 0.5 0.3 2. .5 -1 -0.5 +0.5 0 1e3 +1 x 1.0 nan ٣."
    return CHOOSE.choice((rare if chance(0.15) else "1 0.5 0.3 2").split(" "))


def option():
    return CHOOSE.choice(
        "s_start=0.1 t_end=1 shape_freedom=0.5 no_normalize 0.5 1 key=key a-b 1=2 inf=2 nan=x 1_0=2 shape_freedom=x e5".split(" ")
    )


def options():
    return ",".join(blank() + (option() if chance(0.5) else number()) + blank() for _ in range(CHOOSE.choice((0, 1, 1, 2, 3))))


def lora():
    weight = blank() + "," + blank() + number() if chance(0.6) else ""
    key = CHOOSE.choice("a a-b x_1 detail".split(" "))
    return CHOOSE.choice(("withLora", "useLora")) + CHOOSE.choice(("", "", " ")) + "(" + blank() + key + weight + blank() + ")"


def parts(depth):
    return "".join(part(depth) + blank() for _ in range(CHOOSE.choice((0, 1, 2, 2, 3, 4))))


def quoted(depth):
    inner = parts(depth)
    if chance(0.8):
        inner = inner.replace('"', '\\"')
    if chance(0.15):
        inner += CHOOSE.choice(PIECES)
    if chance(0.8):
        inner = inner.replace("\n", " ")
    return '"' + blank().strip("\n") + inner + '"'


def target(depth):
    kind = CHOOSE.random()
    if depth <= 0 or kind < 0.3:
        return word()
    return quoted(depth - 1) if kind < 0.6 else "(" + blank() + parts(depth - 1) + ")"


def part(depth):
    kind = CHOOSE.random()
    if kind < 0.3:
        return word()
    if kind < 0.4:
        return CHOOSE.choice((",", ".", ", ", ". "))
    if kind < 0.45:
        return lora()
    if depth <= 0:
        return word() + CHOOSE.choice(("", "+", "--", "."))
    if kind < 0.65:
        return target(depth) + sign()
    if kind < 0.72:
        return target(depth) + blank() + ".attend" + blank() + "(" + blank() + sign() + blank() + ")"
    if kind < 0.85:
        behind = "," + options() if chance(0.3) else ""
        return target(depth) + blank() + ".swap" + blank() + "(" + parts(depth - 1) + behind + ")"
    return target(depth)


def member():
    kind = CHOOSE.random()
    if kind < 0.3:
        return target(2)
    return quoted(2) if kind < 0.8 else '"' + soup().replace('"', '\\"') + '"'


def whole():
    if chance(0.5):
        return " ".join(part(DEEPEST) for _ in range(CHOOSE.choice((1, 2, 3, 4, 6))))
    before = lora() + blank() if chance(0.15) else ""
    members = ",".join(blank() + member() + blank() for _ in range(CHOOSE.choice((1, 2, 2, 2, 3))))
    weights = ",".join(CHOOSE.choice(("1", "0.5", " 0.3")) for _ in range(CHOOSE.choice((0, 0, 1, 2, 2, 3))))
    if chance(0.15):
        weights += CHOOSE.choice((",no_normalize", ", no_normalize", ",no_normalize=1"))
    if chance(0.4):
        weights = options()
    behind = CHOOSE.choice((lora(), blank() + lora(), " x", " (a)+", blank(), "\x0b", "\x0c", ".and()")) if chance(0.3) else ""
    operator = CHOOSE.choice((".blend", ".and", ".add"))
    return before + "(" + members + ")" + blank() + operator + blank() + "(" + weights + ")" + behind


def mutated():
    text = list(CHOOSE.choice((whole, whole, lambda: parts(DEEPEST)))())
    for _ in range(CHOOSE.choice((1, 1, 2, 3))):
        at = CHOOSE.randrange(len(text) + 1)
        kind = CHOOSE.random()
        if kind < 0.4:
            text[at:at] = [CHOOSE.choice(MARKS if chance(0.5) else PIECES)]
        else:
            text[at:at + 1] = [] if kind < 0.7 else [CHOOSE.choice(MARKS)]
    return "".join(text)


def backslashes():
    runs = ("\\" * CHOOSE.randrange(9) + CHOOSE.choice('()"xt0,+ ') for _ in range(CHOOSE.choice((1, 2, 3, 4))))
    ends = ("", ")", '"', '"+', '").and()', " x ", " x y z", '")')
    return CHOOSE.choice(("", "(", '"', '("')) + CHOOSE.choice(("", " ")).join(runs) + CHOOSE.choice(ends)


def long():
    pool = CHOOSE.sample(LONG, CHOOSE.choice((1, 2, 3, 5, 9)))
    text = " ".join(CHOOSE.choice(pool) for _ in range(CHOOSE.choice((40, 74, 75, 76, 77, 90, 151, 200))))
    return "(" + text + ")+ " + whole() if chance(0.2) else text


def depth(text):
    most = now = 0
    for character in text:
        now = now + 1 if character == "(" else max(0, now - 1) if character == ")" else now
        most = max(most, now)
    return most


class Nothing(type):
    def __getattr__(cls, name):
        return Stub


class Stub(metaclass=Nothing):
    def __init__(self, *arguments, **options):
        pass

    def __call__(self, *arguments, **options):
        return Stub()


def module(name, **names):
    """A stand-in for a module: it has these names, and anything else."""
    stand_in = types.ModuleType(name)
    stand_in.__spec__, stand_in.__path__ = importlib.machinery.ModuleSpec(name, None), []
    stand_in.__dict__.update(names)

    def missing(attribute):
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return Stub

    stand_in.__getattr__ = missing
    sys.modules[name] = stand_in
    return stand_in


module(
    "torch", nn=module("torch.nn"), no_grad=lambda: (lambda function: function), long=numpy.int64, float64=numpy.float64,
    tensor=lambda values, dtype=None, device=None: numpy.array(values, dtype),
)
for name in ("diffusers", "diffusers.loaders", "diffusers.utils", "diffusers.models"):
    module(name)
from compel.embeddings_provider import EmbeddingsProvider, SplitLongTextMode  # noqa: E402
from compel.prompt_parser import Blend, CrossAttentionControlSubstitute, PromptParser  # noqa: E402

DATA = pathlib.Path(__file__).resolve().parent.parent.parent / "data"
MERGES = [tuple(line.split(" ")) for line in (DATA / "merges.txt").read_text(encoding="utf-8").split("\n")[1:] if line]
TOKENIZER = transformers.CLIPTokenizer(
    vocab=json.loads((DATA / "vocab.json").read_text(encoding="utf-8")), merges=MERGES, model_max_length=77,
    **({"pad_token": "!"} if "--bang" in sys.argv else {}),
)
PROVIDER = EmbeddingsProvider(
    tokenizer=TOKENIZER, text_encoder=types.SimpleNamespace(device="cpu"), truncate="--truncate" in sys.argv,
    split_long_text_mode=SplitLongTextMode.SENTENCES, dtype_for_device_getter=lambda device: numpy.float64,
)
# As `Compel.parse_prompt_string` makes one for each prompt.
PARSER = PromptParser()


def plain(number):
    return float(number) if math.isfinite(number) else repr(float(number))


def encoded(children):
    texts, weights = [child.text for child in children], [child.weight for child in children]
    ids, slots, _ = PROVIDER.get_token_ids_and_expand_weights(texts, weights, device="cpu")
    ids, slots = ids.tolist(), [plain(weight) for weight in slots.tolist()]
    rows = [{"ids": ids[at:at + 77], "weights": slots[at:at + 77]} for at in range(0, len(ids), 77)]
    return {"segments": [[child.text, plain(child.weight)] for child in children], "chunks": rows}


def of_prompt(prompt):
    def version(which):
        for child in prompt.children:
            yield from getattr(child, which) if isinstance(child, CrossAttentionControlSubstitute) else [child]

    answer = encoded(list(version("original")))
    if prompt.wants_cross_attention_control:
        answer["swap"] = encoded(list(version("edited")))
    return answer


def of_part(part, weight):
    if isinstance(part, Blend):
        blend = [{"weight": plain(weight), **of_prompt(prompt)} for prompt, weight in zip(part.prompts, part.weights)]
        return {"weight": plain(weight), "normalize": part.normalize_weights, "blend": blend}
    return {"weight": plain(weight), **of_prompt(part)}


def answer(text):
    conjunction = PARSER.parse_conjunction(text)
    found = [of_part(part, weight) for part, weight in zip(conjunction.prompts, conjunction.weights)]
    one = len(found) == 1 and "blend" not in found[0] and found[0]["weight"] == 1.0
    said = {key: value for key, value in found[0].items() if key != "weight"} if one else {"parts": found}
    if conjunction.lora_weights:
        said["loras"] = [[lora.model, plain(lora.weight)] for lora in conjunction.lora_weights]
    return {**said, "count": None}


class Late(BaseException):
    pass


def late(*_):
    raise Late


def is_plain(text, said):
    """Whether the prompt is its words."""
    return [segment[0].split() for segment in said.get("segments", [])] == [text.replace(",", ", ").split()]


QUESTION = {
    "syntax": "compel", "model": "sdxl-g" if "--bang" in sys.argv else "sd1", "dialect": "hf+bang" if "--bang" in sys.argv else "hf",
    **({"options": {"truncate": True}} if "--truncate" in sys.argv else {}),
}
signal.signal(signal.SIGALRM, late)
done = set()
while len(done) < COUNT:
    kinds = (long,) if chance(0.03) else (soup, soup, whole, whole, mutated, mutated, lambda: parts(DEEPEST), backslashes)
    prompt = CHOOSE.choice(kinds)()
    if depth(prompt) > DEEPEST or prompt in done:
        continue
    signal.alarm(5)
    try:
        said = answer(prompt)
    except Late:
        continue
    except Exception as error:
        said = {"error": type(error).__name__}
    finally:
        signal.alarm(0)
    if "--nasty" in sys.argv and (is_plain(prompt, said) or len(prompt) > 150):
        continue
    done.add(prompt)
    print(json.dumps({**QUESTION, "prompt": prompt, **said}, ensure_ascii=False, separators=(",", ":")), flush=True)
