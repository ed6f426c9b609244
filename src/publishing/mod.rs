//! The door between the newsroom and its readers, and the only one.
//!
//! Publishing takes an article's working copy, renders it once, and writes the `published_*` tables
//! that delivery reads; withdrawing empties them. Whatever changes what readers can see is entered among
//! the [`changes`] in the same transaction. The scheduler goes through the same door, at the times that
//! editors have set.

pub mod changes;
pub mod comments;
pub mod references;
mod rendering;
pub mod scheduler;
pub mod slug_history_store;
mod store;
pub mod terms_store;
mod transition;
pub mod working_copy_store;

pub use self::rendering::RenderedBody;
pub use self::store::renew;
pub use self::transition::{
    TransitionParams, TransitionRequest, impossible, not_publishable, take, take_with,
};
pub use self::working_copy_store::WorkingCopy;
