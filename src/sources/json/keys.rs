//! Enters: the next key of an object. Leaves: how well it fits, without the key ever being copied.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

use crate::sources::field::{Fit, Key, USUAL, fit};

/// How well the next key fits a step of a path.
pub(super) struct OneKey<'f>(pub &'f Key);

/// Which of the usual fields the next key is.
pub(super) struct UsualKey;

macro_rules! reads_a_key {
    ($seed:ty, $value:ty, $read:expr) => {
        impl<'de> DeserializeSeed<'de> for $seed {
            type Value = $value;

            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<$value, D::Error> {
                deserializer.deserialize_str(self)
            }
        }

        impl Visitor<'_> for $seed {
            type Value = $value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a key")
            }

            fn visit_str<E>(self, key: &str) -> Result<$value, E> {
                let read: fn($seed, &str) -> $value = $read;
                Ok(read(self, key))
            }
        }
    };
}

reads_a_key!(OneKey<'_>, Fit, |seed, key| seed.0.fits(key));
reads_a_key!(UsualKey, Option<(usize, Fit)>, |_, key| {
    let fits = USUAL.iter().map(|name| fit(name, key)).enumerate();
    fits.filter(|(_, fit)| *fit != Fit::No).max_by_key(|(_, fit)| *fit)
});
