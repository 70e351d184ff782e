//! Enters: the names of the tensors in a file that has no table. Leaves: what the file seems to be.

/// What a file without an embedding table seems to be, by the names of its tensors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Contents {
    /// A LoRA: what is added to the weights of a model.
    Lora,
    /// A textual inversion.
    TextualInversion,
    /// T5, the other text encoder of SD3 and Flux.
    T5,
    /// A language model, the text encoder of newer programs.
    LanguageModel,
    /// CLIP's encoder of images.
    Vision,
    /// The part that draws.
    Diffusion,
    /// What turns latents into pixels.
    Vae,
}

/// What each is told by: the start of a name, or a part of it. The first that fits wins, so that a LoRA of a text encoder is a LoRA.
const MARKS: &[(Contents, &[&str])] = &[
    (Contents::Lora, &["lora_", "lora.", ".hada_", ".lokr_", ".oft_", "dora_scale"]),
    (Contents::TextualInversion, &["emb_params", "string_to_param", "bundle_emb."]),
    (Contents::T5, &["shared.weight", "relative_attention_bias"]),
    (
        Contents::LanguageModel,
        &["embed_tokens.weight", "model.layers.", "tok_embeddings.", "token_embd.weight"],
    ),
    (Contents::Vision, &["vision_model.", "visual."]),
    (
        Contents::Diffusion,
        &[
            "model.diffusion_model.",
            "down_blocks.",
            "input_blocks.",
            "transformer_blocks.",
            "double_blocks.",
            "joint_blocks.",
        ],
    ),
    (Contents::Vae, &["first_stage_model.", "decoder.up", "post_quant_conv"]),
];

impl Contents {
    /// What the names say; `None` if they say nothing.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Option<Self> {
        let place =
            |name: &str| MARKS.iter().position(|(_, marks)| marks.iter().any(|mark| name.contains(mark)));
        let first = names.filter_map(place).min()?;
        MARKS.get(first).map(|(contents, _)| *contents)
    }

    /// What it is called, with its article.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Lora => "a LoRA",
            Self::TextualInversion => "a textual inversion",
            Self::T5 => "T5, which is not CLIP",
            Self::LanguageModel => "a language model, which is not CLIP",
            Self::Vision => "an encoder of images",
            Self::Diffusion => "a diffusion model without its text encoder",
            Self::Vae => "a VAE",
        }
    }

    /// Which file to point at instead.
    pub(super) const fn advice(self) -> &'static str {
        match self {
            Self::Lora => "point at the checkpoint that it was trained on",
            Self::TextualInversion => {
                "point at the checkpoint that it was trained on, as the file of the weights"
            }
            Self::T5 | Self::LanguageModel => "point at the model's CLIP encoder, such as clip_l.safetensors",
            Self::Vision | Self::Diffusion | Self::Vae => {
                "point at a whole checkpoint, or at its text encoder, such as text_encoder/model.safetensors"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_a_file_is() {
        for (name, contents) in [
            ("lora_unet_down_blocks_0.lora_up.weight", Some(Contents::Lora)),
            ("text_encoder.text_model.encoder.layers.0.q_proj.lora_A.weight", Some(Contents::Lora)),
            ("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", Some(Contents::T5)),
            ("model.layers.0.mlp.up_proj.weight", Some(Contents::LanguageModel)),
            ("vision_model.embeddings.patch_embedding.weight", Some(Contents::Vision)),
            ("down_blocks.0.resnets.0.conv1.weight", Some(Contents::Diffusion)),
            ("first_stage_model.decoder.conv_in.weight", Some(Contents::Vae)),
            ("emb_params", Some(Contents::TextualInversion)),
            ("fc.weight", None),
        ] {
            assert_eq!(Contents::of(std::iter::once(name)), contents, "{name}");
        }
    }

    #[test]
    fn a_lora_of_a_model_is_a_lora() {
        let names = ["model.diffusion_model.input_blocks.1.weight", "lora_unet_x.alpha"];
        assert_eq!(Contents::of(names.into_iter()), Some(Contents::Lora));
    }
}
