//! Deciding on comments, in the transaction it is given.

use super::dto::{BatchInput, CommentInput, NoteInput};
use super::store::{self, Comment};
use crate::Error;
use crate::audit::{self, Attribution, Change, Target};
use crate::content::Faults;
use crate::content::vocabulary::{CommentReason, CommentStatus, ReportReason, TargetKind};
use crate::db::{Conn, Json, QueryResult};
use crate::http::Code;
use crate::publishing::{self, changes::ChangeType};

/// What the log calls a decision.
const DECISION: &str = "comment.moderate";

/// The most comments of a batch.
const MAX_BATCH: usize = 100;

/// What became of a comment of a batch: its id, and the comment as it is now or why nothing was decided on it.
pub type Outcome = (i64, Result<Comment, Error>);

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
    by: &Attribution,
) -> Result<Comment, Error> {
    let reason = faults.line("/reason", input.reason, 500);
    let status = faults.required("/status", input.status);
    let status = faults.finish(status).map_err(Error::invalid_body)?;
    let after = put(conn, before, status, reason, by)?;
    tell_readers(conn, &[(before.clone(), after.clone())], by)?;
    Ok(after)
}

/// Decides on many comments in the same way, on each that it can be done with. Tells what became of each, in their order.
pub fn decide_on_all(
    conn: &mut Conn,
    input: BatchInput,
    mut faults: Faults,
    by: &Attribution,
) -> Result<Vec<Outcome>, Error> {
    let reason = faults.line("/reason", input.reason, 500);
    let status = faults.required("/status", input.status);
    let ids = faults.required("/ids", input.ids).unwrap_or_default();
    if !(1..=MAX_BATCH).contains(&ids.len()) {
        faults.add("/ids", "out-of-range", format!("has {} ids; 1 to {MAX_BATCH} are allowed", ids.len()));
    }
    let status = faults.finish(status).map_err(Error::invalid_body)?;
    let (mut outcomes, mut decided) = (Vec::new(), Vec::new());
    for id in ids {
        let outcome = conn.attempt(|conn| {
            let before = find(conn, id)?;
            let after = put(conn, &before, status, reason.clone(), by)?;
            Ok((before, after))
        });
        match outcome {
            Ok((before, after)) => {
                outcomes.push((id, Ok(after.clone())));
                decided.push((before, after));
            }
            // A fault of the server ends the whole batch.
            Err(error) if Error::is_our_own(&error) => return Err(error),
            Err(error) => outcomes.push((id, Err(error))),
        }
    }
    tell_readers(conn, &decided, by)?;
    Ok(outcomes)
}

/// Takes the last decision back: what it changed is as it was before.
pub fn undo(conn: &mut Conn, comment: &Comment, by: &Attribution) -> Result<Comment, Error> {
    if comment.erased_at.is_some() {
        return Err(erased(comment));
    }
    let last = audit::changes_of_last(conn, DECISION, TargetKind::Comment, comment.id)?;
    if last.is_empty() {
        return Err(Error::new(
            Code::Conflict,
            "Nothing was decided on the comment that could be taken back.",
        ));
    }
    let before =
        |member: &str| last.iter().find(|change| change.member == member).map(|change| &change.before);
    let status =
        before("status").map(|status| serde_json::from_value(status.clone()).map_err(Error::internal));
    let reason = before("reason").map(|reason| reason.as_str().map(str::to_owned));
    let status = status.transpose()?.unwrap_or(comment.status);
    let after = put(conn, comment, status, reason.unwrap_or_else(|| comment.reason.clone()), by)?;
    tell_readers(conn, &[(comment.clone(), after.clone())], by)?;
    Ok(after)
}

/// Enters a note in the comment's history, and returns its text as it is kept.
pub fn note(
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

/// Takes everything out of comments that their readers wrote, for good. The log tells that it was done, not what it was. A comment
/// that is gone in the meantime needs nothing.
pub fn erase(conn: &mut Conn, comments: &[i64], by: &Attribution) -> Result<(), Error> {
    let mut erased = Vec::new();
    for id in comments {
        let Some(before) = store::find(conn, *id)? else { continue };
        let after = store::erase(conn, before.id, by.at)?;
        let target = Target::of(TargetKind::Comment, after.id, after.version);
        audit::record(conn, by, "comment.erase", target, &[])?;
        erased.push((before, after));
    }
    Ok(tell_readers(conn, &erased, by)?)
}

fn put(
    conn: &mut Conn,
    before: &Comment,
    status: CommentStatus,
    reason: Option<String>,
    by: &Attribution,
) -> Result<Comment, Error> {
    if before.erased_at.is_some() && status == CommentStatus::Approved {
        return Err(erased(before));
    }
    let reasons = settled(before)?;
    let is_settled = before.reports == 0 && reasons == before.reasons;
    if is_settled && (status, &reason) == (before.status, &before.reason) {
        return Ok(before.clone());
    }
    let after = store::decide(conn, before, status, reason, &reasons, by.at)?.ok_or_else(|| {
        Error::new(Code::VersionMismatch, "Somebody decided on the comment in the meantime.")
    })?;
    let target = Target::of(TargetKind::Comment, after.id, after.version);
    let changes = audit::changes(&CommentInput::from(before), &CommentInput::from(&after));
    audit::record(conn, by, DECISION, target, &changes)?;
    Ok(after)
}

fn erased(comment: &Comment) -> Error {
    Error::new(Code::Conflict, format!("The text of comment {} was erased.", comment.id))
}

/// What speaks against a comment besides what readers reported.
fn settled(comment: &Comment) -> QueryResult<Json> {
    use ReportReason::{Abuse, OffTopic, Other, PersonalData, Spam};
    let reported = [Spam, Abuse, OffTopic, PersonalData, Other].map(CommentReason::from);
    let mut reasons: Vec<CommentReason> = comment.reasons.read()?;
    reasons.retain(|reason| !reported.contains(reason));
    Json::of(&reasons)
}

/// Shows readers what became of comments, each as it was and as it is.
fn tell_readers(conn: &mut Conn, decided: &[(Comment, Comment)], by: &Attribution) -> QueryResult<()> {
    let is_shown = |comment: &Comment| comment.status == CommentStatus::Approved;
    let seen: Vec<_> = decided.iter().filter(|(before, after)| is_shown(before) != is_shown(after)).collect();
    if seen.is_empty() {
        return Ok(());
    }
    let of = seen.iter().map(|(_, comment)| (comment.article_id, comment.parent_id));
    publishing::comments::recount(conn, &of.collect::<Vec<_>>())?;
    for (_, after) in &seen {
        let kind = if is_shown(after) { ChangeType::CommentApproved } else { ChangeType::CommentRemoved };
        publishing::comments::record_change(conn, kind, after.id, after.article_id, by.at)?;
    }
    Ok(())
}
