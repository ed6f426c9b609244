//! Publishes articles, and withdraws them.
//!
//! Publishing renders an article's working copy once, and writes it to the `published_*` tables that the delivery
//! API reads. Withdrawing deletes those rows. Each change that readers can see is recorded in [`changes`] in the
//! same transaction. The [`scheduler`] makes the transitions for which editors have set a time.

pub mod changes;
pub mod comments;
pub mod corrections;
mod corrections_store;
mod error;
mod model;
pub mod references;
mod rendering;
pub mod scheduler;
pub mod slug_history_store;
mod store;
pub mod terms_store;
mod transition;
pub mod transition_store;
pub mod working_copy_store;

pub use self::error::Error;
pub use self::model::{MadeTransition, TransitionParams, TransitionRequest, WorkingCopy};
pub use self::rendering::RenderedBody;
pub use self::store::rebuild;
pub use self::transition::{apply_transition, apply_transition_to};
