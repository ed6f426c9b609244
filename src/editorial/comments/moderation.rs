//! Deciding on a comment, in the transaction it is given.

use super::dto::CommentInput;
use super::store::{self, Comment};
use crate::Error;
use crate::audit::{self, By, Target};
use crate::content::Faults;
use crate::content::vocabulary::{CommentStatus, TargetKind};
use crate::db::Conn;
use crate::http::Code;
use crate::publishing;

/// The comment with that id.
pub fn find(conn: &mut Conn, id: i64) -> Result<Comment, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("comment"))
}

/// Notes a decision, and tells readers the article's new count when they see a difference.
pub fn decide(
    conn: &mut Conn,
    before: &Comment,
    input: CommentInput,
    mut faults: Faults,
    by: &By,
) -> Result<Comment, Error> {
    let reason = faults.line("/reason", input.reason, 500);
    let status = faults.required("/status", input.status);
    let status = faults.finish(status).map_err(Error::invalid_body)?;
    let seen = (before.status == CommentStatus::Approved) != (status == CommentStatus::Approved);
    let comment = store::decide(conn, before, status, reason, by.at)?.ok_or_else(|| {
        Error::new(Code::VersionMismatch, "Somebody decided on the comment in the meantime.")
    })?;
    if seen {
        publishing::readers_see_a_change(conn, by.at)?;
        publishing::recount_comments(conn, comment.article_id)?;
    }
    let target = Target::of(TargetKind::Comment, comment.id, comment.version);
    let changes = audit::changes(&CommentInput::from(before), &CommentInput::from(&comment));
    audit::record(conn, by, "comment.moderate", target, &changes)?;
    Ok(comment)
}
