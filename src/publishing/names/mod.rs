//! The names that things had in public once: slugs and paths that old links still use.
//!
//! A name that readers could have seen is kept when its thing gets another one, is merged into
//! another thing, or is taken back. It goes on leading to what it named, for as long as nothing else
//! is given it.

mod store;

pub use self::store::{claim, forget, hand_over, rename, reserved, retire};
