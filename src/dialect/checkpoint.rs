//! Enters: what people call a model. Leaves: the CLIP encoders that read its prompts, and what else reads them.

use super::Model;
use super::spelling::same_spelling;

/// What one checkpoint is.
#[derive(Debug)]
struct Card {
    name: &'static str,
    /// Other names that people use, spelled in lower case and without separators.
    aliases: &'static [&'static str],
    about: &'static str,
    encoders: &'static [Model],
    /// An encoder that reads the same prompts, and is not CLIP's.
    also_read_by: Option<&'static str>,
}

/// Declares the checkpoints: the one list in which each of them stands, in the order in which they are shown.
macro_rules! checkpoints {
    ($($(#[$doc:meta])* $variant:ident => $card:expr,)+) => {
        /// A model that people name, with the CLIP encoders that read its prompts: one of them, or two side by side.
        ///
        /// ```
        /// use cliptok::{Checkpoint, Model};
        /// let checkpoint = Checkpoint::named("SDXL 1.0").unwrap();
        /// assert_eq!(checkpoint.encoders(), [Model::SdxlL, Model::SdxlG]);
        /// assert_eq!(Checkpoint::named("FLUX.1-dev"), Some(Checkpoint::Flux));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Checkpoint {
            $($(#[$doc])* $variant,)+
        }

        impl Checkpoint {
            /// Every checkpoint, the default first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            const fn card(self) -> &'static Card {
                match self {
                    $(Self::$variant => const { &$card },)+
                }
            }
        }
    };
}

checkpoints! {
    /// `sd1`: Stable Diffusion 1.x.
    Sd1 => Card {
        name: "sd1",
        aliases: &[
            "sd10", "sd11", "sd12", "sd13", "sd14", "sd15", "sd1x", "sdv1", "sdv14", "sdv15", "v14", "v15",
            "stablediffusion", "stablediffusion1", "stablediffusion14", "stablediffusion15", "stablediffusion1x",
            "stablediffusionv1", "stablediffusionv14", "stablediffusionv15", "clipvitlargepatch14",
            "openaiclipvitlargepatch14",
        ],
        about: "Stable Diffusion 1.x",
        encoders: &[Model::Sd1],
        also_read_by: None,
    },
    /// `sd2`: Stable Diffusion 2.x.
    Sd2 => Card {
        name: "sd2",
        aliases: &[
            "sd20", "sd21", "sd2x", "sdv2", "sdv20", "sdv21", "v20", "v21", "sd21base", "sd20base",
            "stablediffusion2", "stablediffusion20", "stablediffusion21", "stablediffusion2base",
            "stablediffusion21base", "stablediffusionv2", "stablediffusionv21", "cliph",
        ],
        about: "Stable Diffusion 2.x",
        encoders: &[Model::Sd2],
        also_read_by: None,
    },
    /// `sdxl`: Stable Diffusion XL and what was made of it, with both encoders.
    Sdxl => Card {
        name: "sdxl",
        aliases: &[
            "xl", "sdxl09", "sdxl10", "sdxl1", "sdxlbase", "sdxlbase10", "sdxlturbo", "sdxllightning",
            "stablediffusionxl", "stablediffusionxl10", "stablediffusionxlbase", "stablediffusionxlbase10",
            "pony", "ponyxl", "ponyv6", "ponyv6xl", "ponydiffusion", "ponydiffusionxl", "ponydiffusionv6",
            "ponydiffusionv6xl", "illustrious", "illustriousxl", "illustriousv01", "illustriousxlv01",
            "illustriousv10", "illustriousxlv10", "noobai", "noobaixl", "noob", "noobxl", "animagine",
            "animaginexl", "juggernautxl", "realvisxl", "dreamshaperxl",
        ],
        about: "Stable Diffusion XL, Pony, Illustrious, NoobAI: both encoders",
        encoders: &[Model::SdxlL, Model::SdxlG],
        also_read_by: None,
    },
    /// `sdxl-l`: the first encoder of Stable Diffusion XL alone.
    SdxlL => Card {
        name: "sdxl-l",
        aliases: &["clipl", "sdxlclipl"],
        about: "the first encoder of Stable Diffusion XL, and CLIP-L of SD3 and Flux",
        encoders: &[Model::SdxlL],
        also_read_by: None,
    },
    /// `sdxl-g`: the second encoder of Stable Diffusion XL alone.
    SdxlG => Card {
        name: "sdxl-g",
        aliases: &["clipg", "sdxlclipg", "clipbigg", "sdxlrefiner", "sdxlrefiner10", "stablediffusionxlrefiner10"],
        about: "the second encoder of Stable Diffusion XL, and CLIP-G of SD3",
        encoders: &[Model::SdxlG],
        also_read_by: None,
    },
    /// `sd3`: Stable Diffusion 3 and 3.5, the two of its encoders that are CLIP's.
    Sd3 => Card {
        name: "sd3",
        aliases: &[
            "sd30", "sd35", "sd3x", "sdv3", "sd3medium", "sd35medium", "sd35large", "sd35largeturbo", "sd35turbo",
            "stablediffusion3", "stablediffusion30", "stablediffusion35", "stablediffusion3medium",
            "stablediffusion35medium", "stablediffusion35large", "stablediffusion35largeturbo", "stablediffusionv3",
        ],
        about: "Stable Diffusion 3 and 3.5: both of their CLIP encoders",
        encoders: &[Model::SdxlL, Model::SdxlG],
        also_read_by: Some("T5"),
    },
    /// `flux`: FLUX.1, the one of its encoders that is CLIP's.
    Flux => Card {
        name: "flux",
        aliases: &[
            "flux1", "flux10", "fluxdev", "fluxschnell", "fluxpro", "flux1dev", "flux1schnell", "flux1pro",
            "flux1d", "flux1s", "fluxd", "fluxs", "flux1kontext", "flux1kontextdev", "flux1krea", "flux1kreadev",
            "flux1fill", "flux1filldev", "fluxkontext", "fluxkrea", "fluxfill",
        ],
        about: "FLUX.1: its CLIP-L",
        encoders: &[Model::SdxlL],
        also_read_by: Some("T5"),
    },
    /// `openai`: OpenAI's CLIP by its own package.
    OpenAi => Card {
        name: "openai",
        aliases: &["clip", "openaiclip", "clipvitl14", "vitl14", "vitl14336px", "vitb32", "vitb16"],
        about: Model::OpenAi.about(),
        encoders: &[Model::OpenAi],
        also_read_by: None,
    },
    /// `open-clip`: any model of `open_clip` with CLIP's vocabulary.
    OpenClip => Card {
        name: "open-clip",
        aliases: &[
            "vith14", "vitg14", "vitbigg14", "laionclip", "openclipvith14", "openclipvitbigg14",
            "clipvith14laion2bs32bb79k", "clipvitbigg14laion2b39bb160k", "clipvitg14laion2bs12bb42k",
            "clipvitl14laion2bs32bb82k", "clipvitb32laion2bs34bb79k",
        ],
        about: Model::OpenClip.about(),
        encoders: &[Model::OpenClip],
        also_read_by: None,
    },
}

/// Encoders that are not CLIP's, and models that have only such: how their names begin, and what reads the prompt.
const NOT_CLIP: &[(&str, &str)] = &[
    ("t5", "T5"),
    ("googlet5", "T5"),
    ("umt5", "UMT5"),
    ("qwen", "Qwen"),
    ("gemma", "Gemma"),
    ("llama", "Llama"),
    ("metallama", "Llama"),
    ("mistral", "Mistral"),
    ("chatglm", "ChatGLM"),
    ("flux2", "Mistral or Qwen"),
    ("kolors", "ChatGLM"),
    ("pixart", "T5"),
    ("auraflow", "T5"),
    ("chroma", "T5"),
    ("deepfloyd", "T5"),
    ("lumina", "Gemma"),
    ("sana", "Gemma"),
    ("zimage", "Qwen"),
    ("wan2", "UMT5"),
];

impl Checkpoint {
    /// The checkpoint of that name, or of another name that people use for it. Case, white space, `-`, `_`, `.` and `/`
    /// do not count. A name in a hub may have its owner before it.
    ///
    /// ```
    /// use cliptok::Checkpoint;
    /// for name in ["sd15", "SD1.5", "SD 1.5", "runwayml/stable-diffusion-v1-5"] {
    ///     assert_eq!(Checkpoint::named(name), Some(Checkpoint::Sd1), "{name}");
    /// }
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        let behind_owner = name.rsplit_once('/').map(|(_, behind)| behind);
        [Some(name), behind_owner].into_iter().flatten().find_map(|name| {
            let is_it = |checkpoint: &&Self| checkpoint.names().any(|known| same_spelling(known, name));
            Self::ALL.iter().find(is_it).copied()
        })
    }

    /// What reads prompts where this name stands for an encoder that is not CLIP's, or for a model that has no other.
    ///
    /// ```
    /// use cliptok::Checkpoint;
    /// assert_eq!(Checkpoint::not_clip("T5-XXL"), Some("T5"));
    /// assert_eq!(Checkpoint::not_clip("sdxl"), None);
    /// ```
    pub fn not_clip(name: &str) -> Option<&'static str> {
        let behind_owner = name.rsplit_once('/').map_or(name, |(_, behind)| behind);
        NOT_CLIP.iter().find_map(|(beginning, encoder)| {
            let begins =
                |name: &str| super::spelling::compared(name).collect::<String>().starts_with(beginning);
            (begins(name) || begins(behind_owner)).then_some(*encoder)
        })
    }

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        self.card().name
    }

    /// Its name, and then the others that people use, as they are compared.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name()).chain(self.card().aliases.iter().copied())
    }

    /// What it is, for a person to read.
    pub const fn about(self) -> &'static str {
        self.card().about
    }

    /// The CLIP encoders that read its prompts, in the order in which the model has them.
    pub const fn encoders(self) -> &'static [Model] {
        self.card().encoders
    }

    /// The encoder that reads its prompts too, and is not CLIP's; `None` if there is none.
    pub const fn also_read_by(self) -> Option<&'static str> {
        self.card().also_read_by
    }
}
