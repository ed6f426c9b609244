//! The door between the newsroom and its readers, and the only one.
//!
//! Publishing takes an article's working copy, renders it once, and writes the `published_*` tables
//! that delivery reads; withdrawing empties them. Whatever changes what readers can see moves the
//! content epoch in the same transaction.

mod store;

use crate::Error;
use crate::content::article::Correction;
use crate::content::workflow::{self, Transition};
use crate::content::{Faults, Time, rules};
use crate::db::{Conn, violated};
use crate::http::Code;

pub use store::{advance_epoch as readers_see_a_change, recount_comments};

/// A step in an article's workflow, as an editor asks for it.
#[derive(Clone, Debug)]
pub struct Step {
    /// The article's News ID.
    pub article: i64,
    /// The version the editor has seen; any other has been checked away before.
    pub version: i64,
    /// What to do.
    pub transition: Transition,
    /// What readers are told with it; only when publishing.
    pub correction: Option<Correction>,
    /// The account that does it.
    pub by: i64,
    /// Now.
    pub at: Time,
}

/// Takes the step, or says why not: 409 when the article's state has no such step, 422 when it is not
/// fit to be published, 412 when somebody else was faster. Nothing is half done.
pub fn take(conn: &mut Conn, step: &Step) -> Result<(), Error> {
    let working = store::working_copy(conn, step.article)?.ok_or_else(|| Error::not_found("article"))?;
    let Some(status) = workflow::next(working.status, step.transition) else {
        let allowed: Vec<String> =
            workflow::steps_from(working.status).map(|step| <&str>::from(step).to_owned()).collect();
        let (status, asked): (&str, &str) = (working.status.into(), step.transition.into());
        let detail = format!("An article that is `{status}` cannot `{asked}`.");
        return Err(Error::new(Code::ImpossibleTransition, detail).with_allowed(allowed));
    };
    let live_version = match step.transition {
        Transition::Publish => {
            let mut faults = Faults::default();
            rules::check_publishable(&working.article, step.at, &mut faults);
            if step.correction.is_some() && working.first_published_at.is_none() {
                faults.add(
                    "/correction",
                    "nothing-to-correct",
                    "readers have seen nothing of this article yet",
                );
            }
            faults.into_result().map_err(|faults| {
                Error::new(Code::NotPublishable, "The article is not complete; see `errors`.")
                    .with_faults(faults)
            })?;
            let version = store::publish(conn, &working, step).map_err(|error| {
                if violated(&error, "published_articles", "slug") {
                    Error::new(Code::SlugTaken, "Another published article has this slug.")
                } else {
                    error.into()
                }
            })?;
            Some(version)
        }
        Transition::Withdraw => {
            store::withdraw(conn, step.article, step.at)?;
            None
        }
    };
    if store::record(conn, &working, step, status, live_version)? {
        Ok(())
    } else {
        Err(Error::new(Code::VersionMismatch, "Somebody changed the article in the meantime."))
    }
}
