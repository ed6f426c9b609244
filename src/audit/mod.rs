//! The audit log: who changed which resource, when, and how.
//!
//! [`record`] writes an entry in the transaction of the change, so neither exists without the other. Nothing updates or
//! deletes entries; triggers in the database refuse it. The module also has [`EditContext`], the context of handlers that
//! need an account or an API key, and [`precondition`], which checks `If-Match`.

mod change;
mod context;
mod model;
pub mod precondition;
mod store;

pub use self::change::{Change, changes};
pub use self::context::{EditContext, Requester};
pub use self::model::{Actor, Attribution, AuditFilter, Entry, Target};
pub use self::store::{
    Key, NewEntry, changes_of_last, last_version, list, members_changed_after, record, record_all,
};
