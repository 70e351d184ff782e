//! Enters: a text. Leaves: stub.
use super::picture::Picture;
/// Stub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GraphError {
    /// Stub.
    NoPrompt,
}
impl std::fmt::Display for GraphError {
    fn fmt(&self, _f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}
/// Stub.
pub fn is_graph(_first: &[u8]) -> bool {
    false
}
/// Stub.
///
/// # Errors
/// Stub.
pub fn read_graph(_bytes: &[u8]) -> Result<Picture, GraphError> {
    Err(GraphError::NoPrompt)
}
