//! Enters: the files of a model or of a textual inversion. Leaves: the embedding tables and vectors in them.

mod contents;
mod dtype;
mod encoder;
mod error;
pub mod gguf;
mod json_input;
mod json_value;
pub mod safetensors;
mod shown;
mod tensor;

pub use contents::Contents;
pub use dtype::DType;
pub use encoder::TableEncoder;
pub use error::EmbeddingsError;
pub use tensor::{Storage, Tensor};
