//! Into the trash, and out of the world.

use super::{audit_changes, editing, revision_store};
use crate::Error;
use crate::audit::Editor;
use crate::audit::{self, Target};
use crate::content::vocabulary::{ResourceKind, Status, TargetKind};
use crate::content::workflow::Transition;
use crate::db::Conn;
use crate::http::{IfMatch, Permission};
use crate::publishing::{self, TransitionParams, TransitionRequest, slug_history_store};

/// Puts an article into the trash.
pub fn discard(conn: &mut Conn, id: i64, if_match: &IfMatch, editor: &Editor) -> Result<(), Error> {
    let before = editing::find_seen(conn, id, if_match, editor)?;
    let step = TransitionRequest {
        article: id,
        version: before.row.version,
        transition: Transition::Trash,
        params: TransitionParams::default(),
        role: editor.caller.role,
        by: editor.attribution(),
    };
    Ok(publishing::apply_transition(conn, &step, None)?)
}

/// Deletes an article in the trash for good, with its revisions and all that readers left with it.
pub fn delete(conn: &mut Conn, id: i64, if_match: &IfMatch, editor: &Editor) -> Result<(), Error> {
    editor.caller.require(Permission::DeleteForGood)?;
    let before = editing::find_seen(conn, id, if_match, editor)?;
    if before.row.status != Status::Trashed {
        let reason = "Only an article that is in the trash can be deleted for good.".to_owned();
        let (status, role) = (before.row.status, editor.caller.role);
        return Err(publishing::Error::NotPossible { status, role, reason }.into());
    }
    slug_history_store::remove(conn, ResourceKind::Article, id)?;
    revision_store::delete(conn, id)?;
    let told = audit_changes::changes(Some((&before.article, &before.row.slug)), None);
    // The end counts as a version, so that the log knows the last one there was.
    let target = Target::of(TargetKind::Article, id, before.row.version + 1);
    audit::record(conn, &editor.attribution(), "article.delete", target, &told)?;
    Ok(())
}
