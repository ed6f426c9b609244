//! Decides on comments. Every function works in the caller's transaction and writes the audit entry there.

use std::collections::BTreeSet;

use super::article_store;
use super::dto::{BatchInput, CommentInput, NoteInput, QueuedComment};
use super::model::Comment;
use super::store;
use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::Faults;
use crate::content::vocabulary::{CommentStatus, TargetKind};
use crate::db::{Conn, QueryResult};
use crate::http::Code;
use crate::publishing::{self, changes::ChangeType};

/// The action of a decision in the audit log.
const MODERATE_ACTION: &str = "comment.moderate";

/// The maximum number of comments in one batch.
const MAX_BATCH: usize = 100;

/// The result for one comment of a batch: its id, and the updated comment or the error.
pub type Outcome = (i64, Result<Comment, Error>);

/// The comment with this id. Fails with 404 when there is none.
pub fn find(conn: &mut Conn, id: i64) -> Result<Comment, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("comment"))
}

/// The comment with its article, as moderators see it.
pub fn view(conn: &mut Conn, comment: Comment) -> Result<QueuedComment, Error> {
    let article = article_store::seen_articles(conn, &[comment.article_id])?.remove(&comment.article_id);
    Ok(QueuedComment::new(comment, article)?)
}

/// The comments with their articles, as moderators see them.
pub fn views(conn: &mut Conn, comments: Vec<Comment>) -> Result<Vec<QueuedComment>, Error> {
    let ids: BTreeSet<i64> = comments.iter().map(|comment| comment.article_id).collect();
    let articles = article_store::seen_articles(conn, &ids.into_iter().collect::<Vec<_>>())?;
    let views = comments.into_iter().map(|comment| {
        let article = articles.get(&comment.article_id).cloned();
        Ok(QueuedComment::new(comment, article)?)
    });
    views.collect()
}

/// Sets the status and reason of a comment, and clears its reports. Shows the comment to readers, or hides it.
///
/// Fails with 422 when a member is invalid, and with 409 when an erased comment would be approved.
pub fn moderate(
    conn: &mut Conn,
    before: &Comment,
    input: CommentInput,
    mut faults: Faults,
    by: &Attribution,
) -> Result<Comment, Error> {
    let reason = faults.line("/reason", input.reason, 500);
    let status = faults.required("/status", input.status);
    let status = faults.finish(status).map_err(Error::invalid_body)?;
    let after = set_status(conn, before, status, reason, by)?;
    publish_changes(conn, &[(before.clone(), after.clone())], by)?;
    Ok(after)
}

/// Sets the status and reason of many comments. Returns one outcome for each id, in the order of the ids.
///
/// A comment that fails does not affect the others. Fails as a whole when the input is invalid, or on an error of the server.
pub fn moderate_all(
    conn: &mut Conn,
    input: BatchInput,
    mut faults: Faults,
    by: &Attribution,
) -> Result<Vec<Outcome>, Error> {
    let reason = faults.line("/reason", input.reason, 500);
    let status = faults.required("/status", input.status);
    let ids = faults.required("/ids", input.ids).unwrap_or_default();
    if !(1..=MAX_BATCH).contains(&ids.len()) {
        faults.add(
            "/ids",
            "out-of-range",
            format!("has {} ids, but 1 to {MAX_BATCH} are allowed", ids.len()),
        );
    }
    let status = faults.finish(status).map_err(Error::invalid_body)?;
    let (mut outcomes, mut changed) = (Vec::new(), Vec::new());
    for id in ids {
        let outcome = conn.attempt(|conn| {
            let before = find(conn, id)?;
            let after = set_status(conn, &before, status, reason.clone(), by)?;
            Ok((before, after))
        });
        match outcome {
            Ok((before, after)) => {
                outcomes.push((id, Ok(after.clone())));
                changed.push((before, after));
            }
            // An error of the server, such as a lost connection, ends the whole batch.
            Err(error) if Error::is_server_error(&error) => return Err(error),
            Err(error) => outcomes.push((id, Err(error))),
        }
    }
    publish_changes(conn, &changed, by)?;
    Ok(outcomes)
}

/// Restores the status and reason from before the last decision. This is a new decision, which can be undone too.
///
/// Fails with 409 when there is no decision to undo, or when the comment is erased.
pub fn undo(conn: &mut Conn, comment: &Comment, by: &Attribution) -> Result<Comment, Error> {
    if comment.erased_at.is_some() {
        return Err(erased(comment));
    }
    let last = audit::changes_of_last(conn, MODERATE_ACTION, TargetKind::Comment, comment.id)?;
    if last.is_empty() {
        let detail = format!("Comment {} has no moderation decision to undo.", comment.id);
        return Err(Error::new(Code::Conflict, detail));
    }
    let before =
        |member: &str| last.iter().find(|change| change.member == member).map(|change| &change.before);
    let status =
        before("status").map(|status| serde_json::from_value(status.clone()).map_err(Error::internal));
    let reason = before("reason").map(|reason| reason.as_str().map(str::to_owned));
    let status = status.transpose()?.unwrap_or(comment.status);
    let after = set_status(conn, comment, status, reason.unwrap_or_else(|| comment.reason.clone()), by)?;
    publish_changes(conn, &[(comment.clone(), after.clone())], by)?;
    Ok(after)
}

/// Adds a note to the history of a comment. Returns its text as stored: trimmed, with `\n` as line ends.
pub fn add_note(
    conn: &mut Conn,
    id: i64,
    input: NoteInput,
    mut faults: Faults,
    by: &Attribution,
) -> Result<String, Error> {
    let text = faults.text("/text", input.text, 2000);
    let text = faults.required("/text", text);
    let text = faults.finish(text).map_err(Error::invalid_body)?;
    let comment = find(conn, id)?;
    let changes = [Change::new("note", serde_json::Value::Null, text.clone())];
    let target = Target::of(TargetKind::Comment, comment.id, comment.version);
    audit::record(conn, by, "comment.note", target, &changes)?;
    Ok(text)
}

/// Erases the reader's name, e-mail address and text from comments. Skips ids that do not exist.
///
/// The audit entries do not contain the erased data.
pub fn erase(conn: &mut Conn, comments: &[i64], by: &Attribution) -> Result<(), Error> {
    let mut erased = Vec::new();
    for id in comments {
        let Some(before) = store::find(conn, *id)? else { continue };
        let after = store::erase(conn, before.id, by.at)?;
        let target = Target::of(TargetKind::Comment, after.id, after.version);
        audit::record(conn, by, "comment.erase", target, &[])?;
        erased.push((before, after));
    }
    Ok(publish_changes(conn, &erased, by)?)
}

/// Writes a decision and its audit entry. Returns `before` unchanged when it changes nothing and there are no reports to clear.
fn set_status(
    conn: &mut Conn,
    before: &Comment,
    status: CommentStatus,
    reason: Option<String>,
    by: &Attribution,
) -> Result<Comment, Error> {
    if before.erased_at.is_some() && status == CommentStatus::Approved {
        return Err(erased(before));
    }
    let reasons = before.reasons_without_reports()?;
    let has_no_reports = before.reports == 0 && reasons == before.reasons;
    if has_no_reports && (status, &reason) == (before.status, &before.reason) {
        return Ok(before.clone());
    }
    let after = store::update(conn, before, status, reason, &reasons, by.at)?.ok_or_else(|| {
        let detail = format!("Another request changed comment {}. Read it again, then retry.", before.id);
        Error::new(Code::VersionMismatch, detail)
    })?;
    let target = Target::of(TargetKind::Comment, after.id, after.version);
    let changes = audit::changes(&CommentInput::from(before), &CommentInput::from(&after));
    audit::record(conn, by, MODERATE_ACTION, target, &changes)?;
    Ok(after)
}

fn erased(comment: &Comment) -> Error {
    let detail =
        format!("Comment {} was erased on a privacy request, so it cannot be shown again.", comment.id);
    Error::new(Code::Conflict, detail)
}

/// Updates the published counts of comments, and records which comments readers see now or no longer see.
///
/// `changed` has each comment before and after the decision.
fn publish_changes(conn: &mut Conn, changed: &[(Comment, Comment)], by: &Attribution) -> QueryResult<()> {
    let is_visible_change =
        |(before, after): &&(Comment, Comment)| before.is_approved() != after.is_approved();
    let visible: Vec<_> = changed.iter().filter(is_visible_change).collect();
    if visible.is_empty() {
        return Ok(());
    }
    let parents = visible.iter().map(|(_, comment)| (comment.article_id, comment.parent_id));
    publishing::comments::recount(conn, &parents.collect::<Vec<_>>())?;
    for (_, after) in &visible {
        let kind = if after.is_approved() { ChangeType::CommentApproved } else { ChangeType::CommentRemoved };
        publishing::comments::record_change(conn, kind, after.id, after.article_id, by.at)?;
    }
    Ok(())
}
