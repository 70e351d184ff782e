//! Enters: arguments that clap understands and that still mean nothing, as data. Leaves: their words.

use std::fmt;
use std::path::PathBuf;

use super::IdError;
use crate::sources::FieldError;
use crate::{Checkpoint, ContextLengthError, DecodeError, Syntax};

/// Arguments that clap understands and that still mean nothing.
#[derive(Debug)]
pub(in crate::cli) enum UsageError {
    /// Slots were described where none are laid out.
    LayoutWithoutPad,
    /// An array was asked for whose rows would have different lengths.
    ArrayWithoutPad,
    ContextLength(ContextLengthError),
    PadId(DecodeError),
    Ids(IdError),
    /// There is nothing to compare a dialect with.
    NothingToCompare,
    /// There is nothing to compare a program with.
    NothingToComparePrograms,
    /// No emoji came with this version of Unicode.
    Unicode {
        typed: (u32, u32),
        known: Vec<(u32, u32)>,
    },
    /// A phrase to be found has no tokens. They are numbered from 1.
    EmptyPhrase {
        number: usize,
    },
    /// Stdin was to be watched.
    WatchedStdin,
    /// Something was to be watched that is no regular file.
    WatchedNoFile {
        path: PathBuf,
    },
    /// Words are to be looked up, and there is none.
    SingleWithoutWords,
    /// Neighbors of emoji are to be shown, and no emoji is named.
    NeighborsWithoutEmoji,
    /// A table of emoji has no place for what stands beside them.
    NeighborsInTable,
    /// Something was said of files where none is read, or where an argument is read instead.
    FilesNotArguments {
        /// What was typed.
        option: String,
        /// What may have been meant, if the argument looks like the name of a field.
        meant: Option<String>,
    },
    /// A field was named that is none.
    Field {
        option: &'static str,
        error: FieldError,
    },
    /// Records were to be given back, and not every one has an answer.
    IntoWithoutEach,
    /// A folder was named for what comes from no file.
    FolderForNoFile,
    /// A field was named twice.
    TwoFields,
    /// An encoding was named that is none.
    Encoding {
        typed: String,
    },
    /// A verb stands where an option has its value.
    VerbAsValue {
        verb: String,
        option: String,
    },
    /// A program is told something, and none is named.
    NeedsProgram {
        option: &'static str,
    },
    /// Rows were described that a program fills by itself.
    RowsOfProgram {
        option: &'static str,
    },
    /// The same, of a program that a file names.
    RowsOfWriter {
        option: &'static str,
        syntax: Syntax,
    },
    /// Where rows begin was to be written where no array is.
    OffsetsWithoutArray,
    /// Two encoders read the prompt, and the answer can only be that of one.
    TwoEncoders {
        model: Checkpoint,
    },
    /// Two encoders read the prompt, and only JSON has room for the answers of both.
    TwoEncodersWithoutJson {
        model: Checkpoint,
    },
    /// Two encoders read the prompt, and the format shows one.
    TwoEncodersWithoutView {
        model: Checkpoint,
    },
    /// Something was to be looked for in the weights of a model, and none were named.
    NoWeights,
    /// Nothing was to be looked for.
    NearNothing,
    /// There is no such verb, and these are there.
    NoVerb {
        typed: String,
        verbs: Vec<String>,
    },
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoWeights => write!(
                f,
                "near needs the weights of your model: --weights FILE, a .safetensors, .ckpt, .pt, .bin, or .gguf file of a checkpoint \
                 or of its text encoder, or a folder of Hugging Face; A1111 and Forge keep them in models/Stable-diffusion, ComfyUI in \
                 models/checkpoints and models/text_encoders, diffusers in ~/.cache/huggingface/hub"
            ),
            Self::NearNothing => write!(
                f,
                "near needs a text: a word, such as cat or 🏯, or -f FILE; --tables lists what the file has, and --emoji --survey looks at \
                 all emoji"
            ),
            Self::LayoutWithoutPad => {
                write!(f, "--context-length, --pad-id, and --truncate need --pad")
            }
            Self::ArrayWithoutPad => write!(
                f,
                "--format npy needs --pad: the rows of an array must all have the same length, and prompts do not"
            ),
            Self::ContextLength(error) => write!(f, "--context-length: {error}"),
            Self::PadId(error) => write!(f, "--pad-id: {error}"),
            Self::NothingToCompare => {
                write!(f, "--dialect: name at least two to compare, such as hf,openai")
            }
            Self::NothingToComparePrograms => {
                write!(f, "--as: name at least two programs to compare, such as a1111,comfyui")
            }
            Self::Unicode { typed: (major, minor), known } => {
                let known: Vec<String> =
                    known.iter().map(|(major, minor)| format!("{major}.{minor}")).collect();
                let known = known.join(", ");
                write!(f, "--unicode: no emoji were added in Unicode {major}.{minor}; choose one of {known}")
            }
            Self::EmptyPhrase { number } => {
                write!(f, "--find {number}: the phrase has no tokens; give at least one word or sign")
            }
            Self::WatchedStdin => write!(f, "--watch: stdin cannot be read again; name a file with -f"),
            Self::WatchedNoFile { path } => {
                write!(f, "--watch: {}: is not a regular file, so it cannot be read again", path.display())
            }
            Self::SingleWithoutWords => write!(f, "--single needs a word, or a file of words with -f"),
            Self::NeighborsWithoutEmoji => {
                write!(f, "--neighbors needs an emoji or part of its name, or a file of them with -f")
            }
            Self::NeighborsInTable => {
                write!(f, "--neighbors cannot be shown as tsv; choose --format human, json, jsonl, or html")
            }
            Self::FilesNotArguments { option, meant } => {
                write!(f, "{option} is for files and stdin, not for arguments; ")?;
                match meant {
                    Some(meant) => write!(f, "did you mean {meant}?"),
                    None => write!(f, "name a file with -f"),
                }
            }
            Self::Field { option, error } => write!(f, "{option}: {error}"),
            Self::IntoWithoutEach => {
                write!(f, "--into gives back every record, so it cannot be used with --total or --over")
            }
            Self::FolderForNoFile => {
                write!(
                    f,
                    "--out-dir is for files and folders; name them with -f, and write other prompts with -o"
                )
            }
            Self::TwoFields => write!(f, "--jsonl=FIELD and --field name the same thing; use one of them"),
            Self::Encoding { typed } => write!(
                f,
                "--encoding: there is no encoding {typed:?}; \
                 common ones are utf-16, windows-1252, gbk, shift_jis, euc-kr, and big5"
            ),
            Self::VerbAsValue { verb, option } => {
                write!(f, "{verb} is a verb: put it first; if it is the value of {option}, write ")?;
                // Behind the letter of an option there may be other values already.
                if option.starts_with("--") { write!(f, "{option}={verb}") } else { write!(f, "./{verb}") }
            }
            Self::OffsetsWithoutArray => {
                write!(
                    f,
                    "--offsets needs --format npy: it says where the rows of each prompt begin in the array"
                )
            }
            Self::NeedsProgram { option } => {
                write!(f, "{option} needs the program that reads the prompts, such as --as a1111")
            }
            Self::RowsOfProgram { option } => {
                write!(f, "{option} cannot be used with --as: the program says how its rows are filled")
            }
            Self::RowsOfWriter { option, syntax } => write!(
                f,
                "{option} cannot be used with prompts that were written for {}: \
                 the program says how its rows are filled; --as text reads them as text",
                syntax.name()
            ),
            Self::TwoEncoders { model } => {
                write!(
                    f,
                    "{} has two encoders, and there is room for one here: choose --model {}",
                    model.name(),
                    encoders_of(*model)
                )
            }
            Self::TwoEncodersWithoutJson { model } => write!(
                f,
                "{} has two encoders, which only --format json and jsonl show side by side; \
                 for another format choose --model {}",
                model.name(),
                encoders_of(*model)
            ),
            Self::TwoEncodersWithoutView { model } => write!(
                f,
                "{} has two encoders, which only --format human, json, jsonl, and html show side by side; \
                 for another format choose --model {}",
                model.name(),
                encoders_of(*model)
            ),
            Self::NoVerb { typed, verbs } => {
                write!(f, "{typed} is not a verb; the verbs are {}", verbs.join(", "))
            }
            Self::Ids(IdError { offset, problem }) => write!(f, "--ids: byte offset {offset}: {problem}"),
        }
    }
}

impl std::error::Error for UsageError {}

/// The names of a model's encoders, to choose from.
fn encoders_of(model: Checkpoint) -> String {
    let names: Vec<&str> = model.encoders().iter().map(|encoder| encoder.name()).collect();
    names.join(" or ")
}
