//! Enters: the texts that a picture carries. Leaves: the prompts in them, by the program that wrote them.
//!
//! A program has a file here, which says how its prompts are found, and stands in one list.

mod a1111;
mod civitai;
mod comfyui;
mod draw_things;
mod easy_diffusion;
mod fooocus;
mod forge;
mod invokeai;
mod novelai;
mod other;
mod program;
mod sd_next;
mod stable_diffusion_cpp;
mod swarmui;
#[cfg(test)]
mod tests;
mod texts;

use super::field::Field;
use super::infotext::{Settings, infotext};
use super::picture::{Picture, Walk};
use crate::syntax::Syntax;
use program::{Found, Program};
use texts::Texts;

/// Declares the programs: the one list in which each of them stands. The first that knows a text as its own wins.
macro_rules! producers {
    ($($(#[$doc:meta])* $variant:ident => $program:path,)+) => {
        /// A program that writes prompts into pictures.
        ///
        /// ```
        /// use cliptok::images::Producer;
        /// assert_eq!(Producer::DrawThings.name(), "Draw Things");
        /// assert_eq!(Producer::Forge.syntax(), Some(cliptok::Syntax::Forge));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Producer {
            $($(#[$doc])* $variant,)+
        }

        impl Producer {
            /// Every producer.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            const fn program(self) -> &'static Program {
                match self {
                    $(Self::$variant => &$program,)+
                }
            }
        }
    };
}

producers! {
    /// ComfyUI, its image savers, and Civitai's generator, which runs it.
    ComfyUi => comfyui::PROGRAM,
    /// SD.Next.
    SdNext => sd_next::PROGRAM,
    /// stable-diffusion.cpp.
    StableDiffusionCpp => stable_diffusion_cpp::PROGRAM,
    /// Fooocus, and Fooocus-MRE.
    Fooocus => fooocus::PROGRAM,
    /// stable-diffusion-webui-forge, and what descends from it.
    Forge => forge::PROGRAM,
    /// Civitai, where it writes as AUTOMATIC1111's web UI does.
    Civitai => civitai::PROGRAM,
    /// InvokeAI.
    InvokeAi => invokeai::PROGRAM,
    /// SwarmUI.
    SwarmUi => swarmui::PROGRAM,
    /// NovelAI.
    NovelAi => novelai::PROGRAM,
    /// Draw Things.
    DrawThings => draw_things::PROGRAM,
    /// Easy Diffusion.
    EasyDiffusion => easy_diffusion::PROGRAM,
    /// A program that is not known here.
    Other => other::PROGRAM,
    /// AUTOMATIC1111's web UI, and what writes as it does: every infotext that names no other program.
    A1111 => a1111::PROGRAM,
}

impl Producer {
    /// Its name.
    pub const fn name(self) -> &'static str {
        self.program().name
    }

    /// The syntax of its prompts, if it is known here.
    pub const fn syntax(self) -> Option<Syntax> {
        self.program().syntax
    }

    /// The program whose settings these are.
    pub(super) fn of_settings(settings: &Settings<'_>) -> Self {
        let is_it = |producer: &&Self| producer.program().settings.is_some_and(|is_its| is_its(settings));
        Self::ALL.iter().find(is_it).copied().unwrap_or(Self::A1111)
    }
}

/// The prompts in these texts, if there are any. An infotext is preferred to what else a program writes.
pub(super) fn picture(fields: &[Field]) -> Option<Picture> {
    let texts = Texts::new(fields);
    if let Some(text) = texts.infotext() {
        let (infotext, _) = infotext(text);
        // Image savers of ComfyUI write an infotext as another program would, and ComfyUI's graph beside it.
        let producer = if texts.has_graph() { Producer::ComfyUi } else { infotext.producer };
        let found = Found::typed(infotext.positive).and_negative(infotext.negative);
        return Some(found.by(producer));
    }
    let found_by = |producer: &Producer| Some((producer.program().read)(&texts)?.by(*producer));
    Producer::ALL.iter().find_map(found_by)
}

impl Found {
    fn by(self, producer: Producer) -> Picture {
        let Self { prompts, walk } = self;
        Picture { producer, prompts, walk, damage: None }
    }
}

impl Default for Found {
    fn default() -> Self {
        Self { prompts: Vec::new(), walk: Walk::Certain }
    }
}
