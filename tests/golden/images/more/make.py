"""Writes the pictures of this folder as their programs do, with the packages that these use, and what each must give:
pip install pillow==13.0.0 piexif==1.1.3, then python make.py."""

import gzip
import json
import pathlib
import struct

import piexif
import piexif.helper
from PIL import Image, PngImagePlugin

FOLDER = str(pathlib.Path(__file__).parent) + "/"
INFO = "a 🏯 castle, (x:1.2)\nNegative prompt: blurry, é\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 8x8, Model: m, Version: v1.10.1"
PICTURE = Image.new("RGB", (16, 16), (120, 30, 200))
WANTED = {}


def wanted(name, pos, neg):
    WANTED[name] = (pos, neg)


def exif(data, tag=piexif.ExifIFD.UserComment):
    return piexif.dump({"Exif": {tag: data}})


COMMENT = piexif.helper.UserComment.dump(INFO, encoding="unicode")
PROMPT = "a 🏯 castle, (x:1.2)"
NEGATIVE = "blurry, é"
for ext in ["jpg", "webp", "avif"]:
    PICTURE.save(FOLDER + f"a1111.{ext}", exif=exif(COMMENT))
    wanted(f"a1111.{ext}", PROMPT, NEGATIVE)


# A little-endian TIFF with a comment: what piexif, which is big-endian, does not write.
def tiff_le(comment):
    out = b"II*\0" + struct.pack("<I", 8)
    out += struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 26) + struct.pack("<I", 0)
    out += struct.pack("<H", 1) + struct.pack("<HHII", 0x9286, 7, len(comment), 44) + struct.pack("<I", 0)
    return b"Exif\0\0" + out + comment


PICTURE.save(FOLDER + "civitai-be.jpg", exif=tiff_le(b"UNICODE\0" + INFO.encode("utf-16-be")))
wanted("civitai-be.jpg", PROMPT, NEGATIVE)
PICTURE.save(
    FOLDER + "swarm-le.jpg",
    exif=tiff_le(
        b"UNICODE\0"
        + json.dumps({"sui_image_params": {"prompt": PROMPT, "negativeprompt": NEGATIVE}}, ensure_ascii=False).encode("utf-16-le")
    ),
)
wanted("swarm-le.jpg", PROMPT, NEGATIVE)
PICTURE.save(FOLDER + "utf8.jpg", exif=tiff_le(b"UNICODE\0" + INFO.encode()))
wanted("utf8.jpg", PROMPT, NEGATIVE)
PICTURE.save(FOLDER + "ascii.jpg", exif=tiff_le(b"ASCII\0\0\0" + INFO.replace("🏯", "x").replace("é", "e").encode()))
wanted("ascii.jpg", PROMPT.replace("🏯", "x"), "blurry, e")


# Text chunks of PNG.
def png(name, *chunks, **k):
    p = PngImagePlugin.PngInfo()
    for c in chunks:
        c(p)
    PICTURE.save(FOLDER + name, pnginfo=p, **k)


png("ztxt.png", lambda p: p.add_text("parameters", INFO.replace("🏯", "x"), zip=True))
wanted("ztxt.png", PROMPT.replace("🏯", "x"), NEGATIVE)
png("itxt-z.png", lambda p: p.add_itxt("parameters", INFO, zip=True))
wanted("itxt-z.png", PROMPT, NEGATIVE)
GRAPH = {
    "3": {
        "inputs": {
            "seed": 1,
            "steps": 20,
            "cfg": 8.0,
            "sampler_name": "euler",
            "scheduler": "normal",
            "denoise": 1,
            "model": ["4", 0],
            "positive": ["6", 0],
            "negative": ["7", 0],
            "latent_image": ["5", 0],
        },
        "class_type": "KSampler",
    },
    "4": {"inputs": {"ckpt_name": "x"}, "class_type": "CheckpointLoaderSimple"},
    "5": {"inputs": {"width": 512, "height": 512, "batch_size": 1}, "class_type": "EmptyLatentImage"},
    "6": {"inputs": {"text": PROMPT, "clip": ["4", 1]}, "class_type": "CLIPTextEncode"},
    "7": {"inputs": {"text": NEGATIVE, "clip": ["4", 1]}, "class_type": "CLIPTextEncode"},
    "8": {"inputs": {"samples": ["3", 0], "vae": ["4", 2]}, "class_type": "VAEDecode"},
    "9": {"inputs": {"filename_prefix": "C", "images": ["8", 0]}, "class_type": "SaveImage"},
}
ex = PICTURE.getexif()
ex[0x0110] = "prompt:" + json.dumps(GRAPH)
ex[0x010F] = "workflow:" + json.dumps({"nodes": [], "links": []})
PICTURE.save(FOLDER + "comfy.webp", exif=ex)
wanted("comfy.webp", PROMPT, NEGATIVE)
ex = PICTURE.getexif()
ex[0x010F] = "Prompt:" + json.dumps(GRAPH)
ex[0x010E] = "Workflow:{}"
PICTURE.save(FOLDER + "comfy-other.webp", exif=ex)
wanted("comfy-other.webp", PROMPT, NEGATIVE)
p = PngImagePlugin.PngInfo()
p.add(b"comf", b"prompt\0" + json.dumps(GRAPH).encode("latin-1"), after_idat=True)
p.add(b"comf", b"workflow\0{}", after_idat=True)
PICTURE.save(FOLDER + "comfy-apng.png", pnginfo=p, save_all=True, append_images=[PICTURE.rotate(90)])
wanted("comfy-apng.png", PROMPT, NEGATIVE)
# The graph as it is shown, without the one that ran.
WORKFLOW = {
    "last_node_id": 9,
    "last_link_id": 9,
    "nodes": [
        {
            "id": 3,
            "type": "KSampler",
            "inputs": [
                {"name": "model", "type": "MODEL", "link": 1},
                {"name": "positive", "type": "CONDITIONING", "link": 4},
                {"name": "negative", "type": "CONDITIONING", "link": 6},
                {"name": "latent_image", "type": "LATENT", "link": 2},
            ],
            "outputs": [{"name": "LATENT", "type": "LATENT", "links": [7]}],
            "widgets_values": [1, "randomize", 20, 8, "euler", "normal", 1],
        },
        {
            "id": 6,
            "type": "CLIPTextEncode",
            "inputs": [{"name": "clip", "type": "CLIP", "link": 3}],
            "outputs": [{"name": "CONDITIONING", "links": [4]}],
            "widgets_values": [PROMPT],
        },
        {
            "id": 7,
            "type": "CLIPTextEncode",
            "inputs": [{"name": "clip", "type": "CLIP", "link": 5}],
            "outputs": [{"links": [6]}],
            "widgets_values": [NEGATIVE],
        },
        {
            "id": 5,
            "type": "EmptyLatentImage",
            "inputs": [],
            "outputs": [{"links": [2]}],
            "widgets_values": [512, 512, 1],
        },
    ],
    "links": [
        [1, 4, 0, 3, 0, "MODEL"],
        [2, 5, 0, 3, 3, "LATENT"],
        [3, 4, 1, 6, 0, "CLIP"],
        [4, 6, 0, 3, 1, "CONDITIONING"],
        [5, 4, 1, 7, 0, "CLIP"],
        [6, 7, 0, 3, 2, "CONDITIONING"],
    ],
    "groups": [],
    "config": {},
    "extra": {},
    "version": 0.4,
}
png("comfy-workflow.png", lambda p: p.add_text("workflow", json.dumps(WORKFLOW)))
wanted("comfy-workflow.png", PROMPT, NEGATIVE)
FLUX = {
    "6": {"inputs": {"text": PROMPT, "clip": ["11", 0]}, "class_type": "CLIPTextEncode"},
    "13": {
        "inputs": {
            "noise": ["25", 0],
            "guider": ["22", 0],
            "sampler": ["16", 0],
            "sigmas": ["17", 0],
            "latent_image": ["27", 0],
        },
        "class_type": "SamplerCustomAdvanced",
    },
    "22": {"inputs": {"model": ["30", 0], "conditioning": ["26", 0]}, "class_type": "BasicGuider"},
    "26": {"inputs": {"guidance": 3.5, "conditioning": ["6", 0]}, "class_type": "FluxGuidance"},
    "25": {"inputs": {"noise_seed": 1}, "class_type": "RandomNoise"},
    "27": {"inputs": {"width": 1, "height": 1, "batch_size": 1}, "class_type": "EmptySD3LatentImage"},
}
png("flux.png", lambda p: p.add_text("prompt", json.dumps(FLUX)))
wanted("flux.png", PROMPT, None)
# InvokeAI before 3.
png(
    "sd-metadata.png",
    lambda p: p.add_text(
        "sd-metadata",
        json.dumps(
            {
                "model": "stable diffusion",
                "app_id": "invoke-ai/InvokeAI",
                "image": {"prompt": [{"prompt": "a lighthouse [people]", "weight": 1}], "steps": 50},
            }
        ),
    ),
)
wanted("sd-metadata.png", "a lighthouse", "people")
png("dream.png", lambda p: p.add_text("Dream", '"a lighthouse [people]" -s 50 -S 1 -WORKFLOW 512 -H 512 -COMMENT_4 7.5 -A k_lms'))
wanted("dream.png", "a lighthouse", "people")
# NovelAI, version 4 and 3.
COMMENT_4 = {
    "prompt": "1girl, {castle}",
    "uc": "lowres",
    "v4_prompt": {"caption": {"base_caption": "1girl, {castle}", "char_captions": []}},
    "v4_negative_prompt": {"caption": {"base_caption": "lowres", "char_captions": []}},
}
png(
    "novelai.png",
    lambda p: p.add_text("Software", "NovelAI"),
    lambda p: p.add_text("Description", "1girl, {castle}"),
    lambda p: p.add_text("Comment", json.dumps(COMMENT_4)),
)
wanted("novelai.png", "1girl, {castle}", "lowres")
COMMENT_3 = {"prompt": "1girl, {castle}", "uc": "lowres", "steps": 28}
png(
    "novelai3.png",
    lambda p: p.add_text("Title", "AI generated image"),
    lambda p: p.add_text("Software", "NovelAI"),
    lambda p: p.add_text("Description", "1girl, {castle}"),
    lambda p: p.add_text("Comment", json.dumps(COMMENT_3)),
)
wanted("novelai3.png", "1girl, {castle}", "lowres")


# In the pixels.
def stealth(name, sig, payload, rgb):
    im2 = Image.new("RGB" if rgb else "RGBA", (97, 61), (10, 20, 30) if rgb else (10, 20, 30, 255))
    px = im2.load()
    data = sig.encode() + struct.pack(">I", len(payload) * 8) + payload
    bits = [(b >> (7 - i)) & 1 for b in data for i in range(8)]
    it = iter(bits)
    done = False
    for x in range(im2.width):
        for y in range(im2.height):
            c = list(px[x, y])
            for ch in ([0, 1, 2] if rgb else [3]):
                b = next(it, None)
                if b is None:
                    done = True
                    break
                c[ch] = (c[ch] & ~1) | b
            px[x, y] = tuple(c)
            if done:
                break
        if done:
            break
    im2.save(FOLDER + name)


stealth("st-info.png", "stealth_pnginfo", INFO.encode(), False)
wanted("st-info.png", PROMPT, NEGATIVE)
stealth("st-comp.png", "stealth_pngcomp", gzip.compress(INFO.encode()), False)
wanted("st-comp.png", PROMPT, NEGATIVE)
stealth("st-rgb.png", "stealth_rgbinfo", INFO.encode(), True)
wanted("st-rgb.png", PROMPT, NEGATIVE)
# stable-diffusion.cpp in XMP.
xmp = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:sdcpp="https://github.com/leejet/stable-diffusion.cpp/ns/1.0/"><sdcpp:parameters>'
    + INFO.replace("v1.10.1", "stable-diffusion.cpp")
    + '</sdcpp:parameters></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
PICTURE.save(FOLDER + "sdcpp.webp", xmp=xmp.encode())
wanted("sdcpp.webp", PROMPT, NEGATIVE)
# Easy Diffusion with its other names.
png(
    "easy2.png",
    lambda p: p.add_text("Prompt", "tea house"),
    lambda p: p.add_text("Negative Prompt", "photo"),
    lambda p: p.add_text("Seed", "1"),
)
wanted("easy2.png", "tea house", "photo")
png("empty.png", lambda p: p.add_text("parameters", "\nNegative prompt: x\nSteps: 1, Sampler: a, CFG scale: 7"))
wanted("empty.png", "", "x")
png(
    "forge.png",
    lambda p: p.add_text(
        "parameters",
        "a\nSteps: 20, Sampler: Euler, Schedule type: Simple, CFG scale: 1, Distilled CFG Scale: 3.5, Seed: 1, Size: 8x8, Version: f2.0.1v1.10.1-previous-665-gae278f79",
    ),
)
wanted("forge.png", "a", None)
inv = {"positive_prompt": "a lighthouse", "negative_prompt": "", "app_version": "5.0"}
png("invoke-empty-neg.png", lambda p: p.add_text("invokeai_metadata", json.dumps(inv)))
wanted("invoke-empty-neg.png", "a lighthouse", None)

samples = [{"file": name, "positive": positive, "negative": negative} for name, (positive, negative) in WANTED.items()]
with open(FOLDER + "index.json", "w") as out:
    json.dump({"samples": samples}, out, ensure_ascii=False, indent=1)
    out.write("\n")
