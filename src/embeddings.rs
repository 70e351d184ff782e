//! Enters: the files of a model or of a textual inversion. Leaves: the embedding tables and vectors in them.

mod blocks;
mod contents;
mod dtype;
mod encoder;
mod entry_class;
mod error;
mod file_content;
mod folder;
pub mod gguf;
mod inversion;
mod json_input;
mod json_value;
mod kind;
mod model_file;
mod nearest;
pub mod safetensors;
mod shards;
mod shown;
mod table;
mod tensor;
pub mod torch;

pub use blocks::{Block, Blocks};
pub use contents::Contents;
pub use dtype::DType;
pub use encoder::TableEncoder;
pub use entry_class::EntryClass;
pub use error::EmbeddingsError;
pub use file_content::{Fact, FileContent};
pub use inversion::{Inversion, InversionNote, InversionPart};
pub use model_file::ModelFile;
pub use nearest::{Candidates, Closest, Direction, Near, Nearest, NoDirection, Spread, mean, nearest};
pub use table::Table;
pub use tensor::{Storage, Tensor};
