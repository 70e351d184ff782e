//! The names that people use for models and programs, and what each of them means.

use std::collections::HashMap;

use cliptok::{Checkpoint, Model, Syntax, same_spelling};

fn named(name: &str) -> Checkpoint {
    Checkpoint::named(name).unwrap_or_else(|| panic!("{name} is a name"))
}

#[test]
fn spellings_that_people_use_are_taken() {
    let names = [
        (
            Checkpoint::Sd1,
            "sd1, SD1, sd15, sd1.5, SD1.5, SD 1.5, sd_1.5, sd-v1-5, stable-diffusion-v1-5, runwayml/stable-diffusion-v1-5",
        ),
        (Checkpoint::Sd1, "openai/clip-vit-large-patch14, CompVis/stable-diffusion-v1-4"),
        (
            Checkpoint::Sd2,
            "sd2, sd21, sd2.1, SD 2.1, stabilityai/stable-diffusion-2-1, stable-diffusion-2-base",
        ),
        (
            Checkpoint::Sdxl,
            "sdxl, SDXL, sdxl1.0, SDXL 1.0, pony, Pony Diffusion V6 XL, illustrious, Illustrious-XL, NoobAI, noobai-xl",
        ),
        (Checkpoint::Sdxl, "stabilityai/stable-diffusion-xl-base-1.0"),
        (Checkpoint::SdxlL, "sdxl-l, sdxl_l, SDXL-L, clip_l"),
        (Checkpoint::SdxlG, "sdxl-g, clip_g, stabilityai/stable-diffusion-xl-refiner-1.0"),
        (Checkpoint::Sd3, "sd3, sd3.5, SD 3.5, sd3-medium, stabilityai/stable-diffusion-3.5-large"),
        (Checkpoint::Flux, "flux, FLUX, flux1, FLUX.1, FLUX.1-dev, black-forest-labs/FLUX.1-schnell"),
        (Checkpoint::OpenAi, "openai, OpenAI, ViT-L/14, ViT-L-14, ViT-B/32"),
        (
            Checkpoint::OpenClip,
            "open-clip, open_clip, OpenCLIP, ViT-H-14, ViT-bigG-14, laion/CLIP-ViT-bigG-14-laion2B-39B-b160k",
        ),
        (Checkpoint::OpenClip, "laion/CLIP-ViT-H-14-laion2B-s32B-b79K"),
    ];
    for (checkpoint, names) in names {
        for name in names.split(", ") {
            assert_eq!(named(name), checkpoint, "{name}");
            assert_eq!(Checkpoint::not_clip(name), None, "{name}");
        }
    }
}

#[test]
fn what_is_not_clips_is_known_and_named() {
    for (name, encoder) in [
        ("t5", "T5"),
        ("T5-XXL", "T5"),
        ("t5xxl_fp16", "T5"),
        ("google/t5-v1_1-xxl", "T5"),
        ("Qwen/Qwen-Image", "Qwen"),
        ("gemma-2-2b", "Gemma"),
        ("kolors", "ChatGLM"),
        ("FLUX.2-dev", "Mistral or Qwen"),
    ] {
        assert_eq!((Checkpoint::named(name), Checkpoint::not_clip(name)), (None, Some(encoder)), "{name}");
    }
    for name in ["", "sd", "sd9", "cat", "-", "/"] {
        assert_eq!((Checkpoint::named(name), Checkpoint::not_clip(name)), (None, None), "{name:?}");
    }
}

#[test]
fn no_name_means_two_things_and_each_stands_as_it_is_compared() {
    let mut meanings: HashMap<String, Checkpoint> = HashMap::new();
    for &checkpoint in Checkpoint::ALL {
        assert_eq!(named(checkpoint.name()), checkpoint);
        for (at, name) in checkpoint.names().enumerate() {
            let compared: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
            assert!(at == 0 || compared == name, "{name}");
            assert_eq!(meanings.insert(compared, checkpoint), None, "{name} stands twice");
        }
    }
}

#[test]
fn a_model_has_the_encoders_that_read_it() {
    assert_eq!(named("sdxl").encoders(), [Model::SdxlL, Model::SdxlG]);
    assert_eq!(named("sd3").encoders(), [Model::SdxlL, Model::SdxlG]);
    assert_eq!(
        (named("flux").encoders(), named("flux").also_read_by()),
        ([Model::SdxlL].as_slice(), Some("T5"))
    );
    // Every encoder is a model that can be named alone.
    for &model in Model::ALL {
        assert_eq!(named(model.name()).encoders(), [model], "{model:?}");
    }
}

#[test]
fn programs_go_by_their_names_too() {
    for (syntax, names) in [
        (
            Syntax::A1111,
            "a1111, A1111, AUTOMATIC1111, automatic-1111, webui, WebUI, sd-webui, stable diffusion webui",
        ),
        (Syntax::Forge, "forge, Forge, webui-forge"),
        (Syntax::ComfyUi, "comfyui, ComfyUI, comfy, Comfy UI"),
        (Syntax::InvokeAi, "invokeai, InvokeAI, invoke, compel, Compel"),
        (Syntax::SdEmbed, "sd-embed, sd_embed, SD Embed"),
        (Syntax::Lpw, "lpw, LPW, lpw_stable_diffusion"),
        (Syntax::LpwXl, "lpw-xl, lpw_xl, lpwxl, lpw_stable_diffusion_xl"),
    ] {
        for name in names.split(", ") {
            assert_eq!(Syntax::named(name), Some(syntax), "{name}");
        }
    }
    assert_eq!(Syntax::named("a111"), None);
    assert!(same_spelling("İx", "i\u{307}X"), "case beyond ASCII");
}
