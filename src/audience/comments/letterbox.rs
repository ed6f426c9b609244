//! Taking a comment in, in the transaction it is given.

use std::net::IpAddr;

use super::checks;
use super::dto::CommentInput;
use super::model::CheckedComment;
use super::store::{self, NewComment};
use crate::audience::readers;
use crate::content::article::CommentSettings;
use crate::content::vocabulary::{
    CommentPolicy, CommentReason, CommentStatus, NamedKind, RuleAction, RuleKind,
};
use crate::content::{Faults, Time};
use crate::db::{Conn, QueryResult};
use crate::http::Code;
use crate::publishing::changes::ChangeType;
use crate::{Error, addresses, publishing};

/// In how many seconds the same text is a repeat.
const REPEATED_IN: i64 = 24 * 60 * 60;

/// In how many seconds a reader sends how many comments to an article before more are suspect.
const BURST: (i64, i64) = (10 * 60, 5);

/// Takes a comment on the article in, named by News ID or slug, that was sent from that address. It is shown at once when
/// the article's comments are open and nothing speaks against it.
pub fn submit(
    conn: &mut Conn,
    article: &str,
    input: CommentInput,
    mut faults: Faults,
    address: Option<IpAddr>,
    now: Time,
) -> Result<(i64, CommentStatus), Error> {
    let (article, settings) = open_article(conn, article, now)?;
    let comment = CheckedComment::check(input, &mut faults);
    if let Some(parent) = comment.as_ref().and_then(|comment| comment.parent_id) {
        match store::parent_of(conn, article, parent)? {
            Some(None) => {}
            Some(Some(_)) => faults.add("/parent_id", "too-deep", "an answer cannot be answered"),
            None => faults.add("/parent_id", "unknown-comment", "there is no such comment on this article"),
        }
    }
    let comment = faults.finish(comment).map_err(Error::invalid_body)?;
    let reader = readers::name(conn, address, now)?;
    let fingerprint = comment.fingerprint();
    let reasons = findings(conn, article, &comment, address, &reader, &fingerprint, now)?;
    let status = judged(&reasons, settings.policy == Some(CommentPolicy::Open));
    let parent = comment.parent_id;
    let new = NewComment { article, comment, status, reasons, reader, fingerprint };
    let id = store::insert(conn, new, now)?;
    if status == CommentStatus::Approved {
        publishing::comments::changed(conn, ChangeType::CommentApproved, id, article, now)?;
        publishing::comments::recount(conn, &[(article, parent)])?;
    }
    Ok((id, status))
}

/// The News ID of a published article that takes comments now, and how.
fn open_article(conn: &mut Conn, article: &str, now: Time) -> Result<(i64, CommentSettings), Error> {
    let id = addresses::find(conn, NamedKind::Article, article)?.id;
    let settings = store::settings(conn, id)?.ok_or_else(|| Error::not_found("article"))?;
    if settings.open_at(now) {
        Ok((id, settings))
    } else {
        Err(Error::new(Code::CommentsClosed, "This article takes no new comments."))
    }
}

/// What speaks against showing it.
fn findings(
    conn: &mut Conn,
    article: i64,
    comment: &CheckedComment,
    address: Option<IpAddr>,
    reader: &str,
    fingerprint: &str,
    now: Time,
) -> QueryResult<Vec<CommentReason>> {
    let mut reasons = checks::findings(&comment.body);
    if comment.trapped {
        reasons.push(CommentReason::Honeypot);
    }
    if store::was_sent(conn, fingerprint, now.plus_seconds(-REPEATED_IN))? {
        reasons.push(CommentReason::Repeat);
    }
    let (seconds, most) = BURST;
    // Those of unknown addresses are not one reader.
    if address.is_some() && store::sent_by(conn, reader, article, now.plus_seconds(-seconds))? >= most {
        reasons.push(CommentReason::Rate);
    }
    let sent = comment.sent(address);
    let rules = store::rules(conn, now)?;
    let fitting = rules.iter().filter(|(kind, value, _)| sent.fits(*kind, value));
    reasons.extend(fitting.map(|(kind, _, action)| reason(*kind, *action)));
    reasons.sort_unstable();
    reasons.dedup();
    Ok(reasons)
}

/// What becomes of a comment with these findings.
fn judged(reasons: &[CommentReason], is_open: bool) -> CommentStatus {
    use CommentReason::{BannedAddress, BannedEmail, BannedWord, Honeypot};
    if reasons.contains(&Honeypot) {
        CommentStatus::Spam
    } else if reasons.iter().any(|reason| [BannedWord, BannedEmail, BannedAddress].contains(reason)) {
        CommentStatus::Rejected
    } else if is_open && reasons.is_empty() {
        CommentStatus::Approved
    } else {
        CommentStatus::Pending
    }
}

fn reason(kind: RuleKind, action: RuleAction) -> CommentReason {
    match (kind, action) {
        (RuleKind::Word, RuleAction::Ban) => CommentReason::BannedWord,
        (RuleKind::Word, RuleAction::Suspect) => CommentReason::SuspectWord,
        (RuleKind::Email, RuleAction::Ban) => CommentReason::BannedEmail,
        (RuleKind::Email, RuleAction::Suspect) => CommentReason::SuspectEmail,
        (RuleKind::Address, RuleAction::Ban) => CommentReason::BannedAddress,
        (RuleKind::Address, RuleAction::Suspect) => CommentReason::SuspectAddress,
    }
}
