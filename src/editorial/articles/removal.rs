//! Into the trash, and out of the world.

use super::desk::Desk;
use super::{editing, saves, telling};
use crate::Error;
use crate::audit::{self, Target};
use crate::content::vocabulary::{NamedKind, Status, TargetKind};
use crate::content::workflow::Transition;
use crate::db::Conn;
use crate::http::{IfMatch, Permission};
use crate::publishing::{self, Step, Terms, names};

/// Puts an article into the trash.
pub fn discard(conn: &mut Conn, id: i64, if_match: &IfMatch, desk: &Desk) -> Result<(), Error> {
    let before = editing::find_seen(conn, id, if_match, desk)?;
    let step = Step {
        article: id,
        version: before.row.version,
        transition: Transition::Trash,
        terms: Terms::default(),
        role: desk.caller.role,
        by: desk.by(),
    };
    publishing::take(conn, &step, None)
}

/// Deletes an article in the trash for good, with its revisions and all that readers left with it.
pub fn delete(conn: &mut Conn, id: i64, if_match: &IfMatch, desk: &Desk) -> Result<(), Error> {
    desk.caller.require(Permission::DeleteForGood)?;
    let before = editing::find_seen(conn, id, if_match, desk)?;
    if before.row.status != Status::Trashed {
        let detail = "Only an article that is in the trash can be deleted for good.";
        return Err(publishing::impossible(before.row.status, desk.caller.role, detail));
    }
    names::forget(conn, NamedKind::Article, id)?;
    saves::delete(conn, id)?;
    let told = telling::changes(Some((&before.article, &before.row.slug)), None);
    // The end counts as a version, so that the log knows the last one there was.
    let target = Target::of(TargetKind::Article, id, before.row.version + 1);
    audit::record(conn, &desk.by(), "article.delete", target, &told)?;
    Ok(())
}
