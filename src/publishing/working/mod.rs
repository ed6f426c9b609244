//! The working copy that a step is taken with.

mod store;

pub use self::store::{WorkingCopy, find, record};
