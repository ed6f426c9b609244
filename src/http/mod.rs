//! What every wing speaks: HTTP and JSON, problems, pages, preconditions, the caller.

pub mod accept;
pub mod allowed_methods;
pub mod body;
pub mod cache;
pub mod cacheable;
pub mod caller;
pub mod clock;
pub mod docs;
pub mod envelope;
pub mod etag;
pub mod form;
pub mod health;
pub mod idempotency;
pub mod json;
pub mod listed;
pub mod merge_patch;
pub mod page;
pub mod path;
pub mod problem;
pub mod problem_pages;
pub mod query;
pub(crate) mod schema;
pub mod site;
pub mod site_path;
pub mod strict_json;
pub mod things;

pub use body::JsonBody;
pub use caller::{Caller, Permission};
pub use clock::Clock;
pub use etag::IfMatch;
pub use merge_patch::MergePatch;
pub use path::Id;
pub use problem::{Code, Problem};
pub use query::Query;
pub use site::Site;
pub use site_path::SitePath;
