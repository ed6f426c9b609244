//! Comments that readers send: checked in a transaction that reads, and kept in one that writes.

use std::net::IpAddr;

use super::checks;
use super::dto::CommentInput;
use super::model::CheckedComment;
use super::rules::RuleCache;
use super::store::{self, NewComment};
use crate::audience::pseudonyms;
use crate::content::article::CommentSettings;
use crate::content::vocabulary::{
    CommentPolicy, CommentReason, CommentStatus, ResourceKind, RuleAction, RuleKind,
};
use crate::content::{Faults, Time};
use crate::db::{Conn, QueryResult};
use crate::http::Code;
use crate::publishing::changes::ChangeType;
use crate::{Error, addresses, publishing};

/// In how many seconds the same text by the same reader, or on the same article, is a repeat.
const REPEATED_IN: i64 = 24 * 60 * 60;

/// In how many seconds a reader sends how many comments to an article before more are suspect.
const BURST: (i64, i64) = (10 * 60, 5);

/// A comment that has passed the checks, with the reasons against showing it that its text and its sender give.
pub struct Submission {
    article: i64,
    comment: CheckedComment,
    reasons: Vec<CommentReason>,
    fingerprint: String,
    address: Option<IpAddr>,
}

impl Submission {
    /// Checks a comment that was sent from that address to the article with that News ID or slug. Fails with 404, 409 or 410 when the
    /// article takes no comments, and with 422 when the comment has faults. Everything slow is done here, in a transaction
    /// that only reads, so that a flood of comments does not keep editors waiting.
    pub fn check(
        conn: &mut Conn,
        rules: &RuleCache,
        article: &str,
        input: CommentInput,
        mut faults: Faults,
        address: Option<IpAddr>,
        now: Time,
    ) -> Result<Self, Error> {
        let (article, _) = open_article(conn, article, now)?;
        let comment = CheckedComment::check(input, &mut faults);
        if let Some(parent) = comment.as_ref().and_then(|comment| comment.parent_id) {
            check_parent(conn, article, parent, &mut faults)?;
        }
        let comment = faults.finish(comment).map_err(Error::invalid_body)?;
        let mut reasons = checks::findings(&comment.body);
        if comment.trapped {
            reasons.push(CommentReason::Honeypot);
        }
        let rules = rules.read(conn)?;
        let sent = comment.sent(address);
        reasons.extend(rules.matching(&sent, now).map(|(kind, action)| reason(kind, action)));
        Ok(Self { article, fingerprint: comment.fingerprint(), comment, reasons, address })
    }

    /// Keeps the comment, and returns its id and state. Readers see it at once when the article's comments are open and there is no
    /// reason against it. Fails as [`Self::check`] does when the article or the comment it answers has changed since.
    pub fn keep(&self, conn: &mut Conn, now: Time) -> Result<(i64, CommentStatus), Error> {
        let (article, settings) = open_article(conn, &self.article.to_string(), now)?;
        let mut faults = Faults::default();
        if let Some(parent) = self.comment.parent_id {
            check_parent(conn, article, parent, &mut faults)?;
        }
        faults.into_result().map_err(Error::invalid_body)?;
        let reader = pseudonyms::daily_pseudonym(conn, self.address, now)?;
        let reasons = self.all_reasons(conn, &reader, now)?;
        let status = judged(&reasons, settings.policy == Some(CommentPolicy::Open));
        let (comment, fingerprint) = (&self.comment, &self.fingerprint);
        let parent = comment.parent_id;
        let id =
            store::insert(conn, NewComment { article, comment, status, reasons, reader, fingerprint }, now)?;
        if status == CommentStatus::Approved {
            publishing::comments::recount(conn, &[(article, parent)])?;
            publishing::comments::record_change(conn, ChangeType::CommentApproved, id, article, now)?;
        }
        Ok((id, status))
    }

    /// All reasons against showing it: those found by the check, and what the same reader or others sent before.
    fn all_reasons(&self, conn: &mut Conn, reader: &str, now: Time) -> QueryResult<Vec<CommentReason>> {
        let mut reasons = self.reasons.clone();
        // Those of unknown addresses are not one reader.
        let known = self.address.map(|_| reader);
        let since = now.plus_seconds(-REPEATED_IN);
        if store::was_sent(conn, &self.fingerprint, self.article, known, since)? {
            reasons.push(CommentReason::Repeat);
        }
        let (seconds, most) = BURST;
        if let Some(reader) = known
            && store::sent_by(conn, reader, self.article, now.plus_seconds(-seconds))? >= most
        {
            reasons.push(CommentReason::Rate);
        }
        reasons.sort_unstable();
        reasons.dedup();
        Ok(reasons)
    }
}

/// Checks and keeps a comment in one transaction.
pub fn submit(
    conn: &mut Conn,
    article: &str,
    input: CommentInput,
    faults: Faults,
    address: Option<IpAddr>,
    now: Time,
) -> Result<(i64, CommentStatus), Error> {
    Submission::check(conn, &RuleCache::default(), article, input, faults, address, now)?.keep(conn, now)
}

/// Notes a fault when the comment that is to be answered is not there, or is an answer itself.
fn check_parent(conn: &mut Conn, article: i64, parent: i64, faults: &mut Faults) -> QueryResult<()> {
    match store::parent_of(conn, article, parent)? {
        Some(None) => {}
        Some(Some(_)) => faults.add("/parent_id", "too-deep", "an answer cannot be answered"),
        None => faults.add("/parent_id", "unknown-comment", "there is no such comment on this article"),
    }
    Ok(())
}

/// The News ID of a published article that takes comments now, and how.
fn open_article(conn: &mut Conn, article: &str, now: Time) -> Result<(i64, CommentSettings), Error> {
    let id = addresses::find(conn, ResourceKind::Article, article)?.id;
    let settings = store::settings(conn, id)?.ok_or_else(|| Error::not_found("article"))?;
    if settings.open_at(now) {
        Ok((id, settings))
    } else {
        Err(Error::new(Code::CommentsClosed, "This article takes no new comments."))
    }
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
