//! Moves articles to the trash, and deletes them permanently.

use super::{access, audit_changes, revision_store};
use crate::Error;
use crate::audit::{self, Requester, Target};
use crate::content::vocabulary::{ResourceKind, Status, TargetKind};
use crate::content::workflow::Transition;
use crate::db::Conn;
use crate::http::{IfMatch, Permission};
use crate::publishing::{self, TransitionParams, TransitionRequest, slug_history_store};

/// Moves an article to the trash: the transition `trash`.
pub fn trash(conn: &mut Conn, id: i64, if_match: &IfMatch, requester: &Requester) -> Result<(), Error> {
    let before = access::find_for_transition(conn, id, if_match, requester)?;
    let request = TransitionRequest {
        article: id,
        version: before.row.version,
        transition: Transition::Trash,
        params: TransitionParams::default(),
        role: requester.caller.role,
        by: requester.attribution(),
    };
    Ok(publishing::apply_transition(conn, &request, None)?)
}

/// Deletes an article permanently, with its revisions, comments, likes and view counts.
///
/// Fails with 403 for all but admins, and with 409 unless the article is in the trash.
pub fn delete(conn: &mut Conn, id: i64, if_match: &IfMatch, requester: &Requester) -> Result<(), Error> {
    requester.caller.require(Permission::DeletePermanently)?;
    let before = access::find_for_transition(conn, id, if_match, requester)?;
    if before.row.status != Status::Trashed {
        let status: &str = before.row.status.into();
        let reason = format!(
            "The article is `{status}`. Only an article in the trash can be deleted permanently. \
             `allowed` lists the transitions that are possible now."
        );
        let (status, role) = (before.row.status, requester.caller.role);
        return Err(publishing::Error::NotPossible { status, role, reason }.into());
    }
    slug_history_store::remove(conn, ResourceKind::Article, id)?;
    revision_store::delete(conn, id)?;
    let changes = audit_changes::changes(Some((&before.article, &before.row.slug)), None);
    // The deletion takes a version of its own. A later article with this News ID continues from it.
    let target = Target::of(TargetKind::Article, id, before.row.version + 1);
    audit::record(conn, &requester.attribution(), "article.delete", target, &changes)?;
    Ok(())
}
