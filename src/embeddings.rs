//! Enters: the files of a model or of a textual inversion. Leaves: the embedding tables and vectors in them.

mod dtype;
mod encoder;
mod tensor;

pub use dtype::DType;
pub use encoder::TableEncoder;
pub use tensor::{Storage, Tensor};
