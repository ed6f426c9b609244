//! Gives up former slugs. It works in the caller's transaction and writes the audit entry there.

use crate::Error;
use crate::audit::{self, Change, Requester, Target};
use crate::content::vocabulary::{ResourceKind, Status, TargetKind};
use crate::db::Conn;
use crate::editorial::articles::access;
use crate::http::Code;
use crate::publishing::slug_history_store;

/// Deletes the redirect from a former slug of an article, so that another article can have the slug.
///
/// Fails with 403 outside the caller's sections, 404 when the slug does not redirect to the article, and 409 when the
/// article is killed.
pub fn release(conn: &mut Conn, article: i64, slug: &str, requester: &Requester) -> Result<(), Error> {
    let working = access::find_readable(conn, article, &requester.caller)?;
    access::require_section_access(conn, &requester.caller, &working)?;
    if working.row.status == Status::Killed {
        let detail = "The article is `killed`: its former slugs stay reserved and return 410. An admin must `restore` it first.";
        return Err(Error::new(Code::NotEditable, detail));
    }
    // PostgreSQL refuses queries with U+0000.
    let is_former = !slug.contains('\0')
        && slug_history_store::target(conn, ResourceKind::Article, slug)? == Some(article);
    if !is_former {
        return Err(Error::not_found("former slug"));
    }
    slug_history_store::end_redirect(conn, ResourceKind::Article, slug)?;
    let changes = [Change::new("former_slug", slug, ())];
    let target = Target::unversioned(TargetKind::Article, article);
    Ok(audit::record(conn, &requester.attribution(), "article.release_slug", target, &changes)?)
}
