//! Enters: a text. Leaves: stub.
use super::producer::Producer;
/// Stub.
pub struct Infotext {
    /// Stub.
    pub producer: Producer,
    /// Stub.
    pub positive: String,
    /// Stub.
    pub negative: Option<String>,
}
/// Stub.
pub fn is_infotext(_text: &str) -> bool {
    false
}
/// Stub.
pub fn infotexts(_text: &str) -> Vec<Infotext> {
    Vec::new()
}
