//! The door between the newsroom and its readers, and the only one.
//!
//! Publishing takes an article's working copy, renders it once, and writes the `published_*` tables
//! that delivery reads; withdrawing empties them. Whatever changes what readers can see moves the
//! content epoch in the same transaction. The scheduler goes through the same door, at the times that
//! editors have set.

pub mod comments;
pub mod names;
pub mod references;
pub mod scheduler;
mod step;
mod store;
mod working;

use crate::content::Time;
use crate::db::{Conn, QueryResult};

pub use self::step::{Step, Terms, impossible, not_publishable, take};
pub use self::store::renew;

/// Moves the content epoch on, in the transaction of every change that readers can see.
pub fn readers_see_a_change(conn: &mut Conn, now: Time) -> QueryResult<()> {
    store::advance_epoch(conn, now)
}

/// The same for a change of what a section, author or tag is called, or of where a section lies.
pub fn names_change(conn: &mut Conn, now: Time) -> QueryResult<()> {
    store::advance_epoch(conn, now)?;
    store::advance_names(conn)
}
