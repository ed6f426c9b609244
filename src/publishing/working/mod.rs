//! The working copy that a step is taken with.

mod store;

pub use self::store::{DOCUMENT, Document, WorkingCopy, article, document, find, record};
