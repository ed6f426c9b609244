//! Checks comments in a read transaction, and stores them in a write transaction.

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
use crate::{Error, public_names, publishing};

/// For how many seconds the same text by the same reader, or on the same article, counts as a repeat.
const REPEAT_WINDOW: i64 = 24 * 60 * 60;

/// The time in which a reader may send [`MAX_BURST`] comments to an article, in seconds.
const BURST_WINDOW: i64 = 10 * 60;

/// The number of comments in [`BURST_WINDOW`] from which further ones wait for a moderator.
const MAX_BURST: i64 = 5;

/// A valid comment that is not stored yet, with the reasons to hold it that follow from its text and its sender.
pub struct CheckedSubmission {
    article: i64,
    comment: CheckedComment,
    reasons: Vec<CommentReason>,
    fingerprint: String,
    address: Option<IpAddr>,
}

impl CheckedSubmission {
    /// Checks a comment that was sent from `address` to the article with that News ID or slug. Fails with 404, 409
    /// or 410 when the article accepts no comments, and with 422 when the comment has faults.
    ///
    /// All slow work is done here, in a read transaction, so that many comments do not block the writes of editors.
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
        let mut reasons = checks::text_reasons(&comment.body);
        if comment.honeypot_filled {
            reasons.push(CommentReason::Honeypot);
        }
        let rules = rules.read(conn)?;
        let facts = comment.facts(address);
        reasons.extend(rules.matching(&facts, now).map(|(kind, action)| rule_reason(kind, action)));
        Ok(Self { article, fingerprint: comment.fingerprint(), comment, reasons, address })
    }

    /// Stores the comment, and returns its id and status. It is approved when the comment policy of the article is
    /// `open` and there is no reason to hold it. Fails as [`Self::check`] does when the article or the parent
    /// comment has changed since.
    pub fn store(&self, conn: &mut Conn, now: Time) -> Result<(i64, CommentStatus), Error> {
        let (article, settings) = open_article(conn, &self.article.to_string(), now)?;
        let mut faults = Faults::default();
        if let Some(parent) = self.comment.parent_id {
            check_parent(conn, article, parent, &mut faults)?;
        }
        faults.into_result().map_err(Error::invalid_body)?;
        let reader = pseudonyms::daily_pseudonym(conn, self.address, now)?;
        let reasons = self.all_reasons(conn, &reader, now)?;
        let status = status_for(&reasons, settings.policy == Some(CommentPolicy::Open));
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

    /// All reasons to hold the comment: those of the check, and those that follow from earlier comments.
    fn all_reasons(&self, conn: &mut Conn, reader: &str, now: Time) -> QueryResult<Vec<CommentReason>> {
        let mut reasons = self.reasons.clone();
        // Readers without an address share a pseudonym, so they must not count as one reader.
        let known_reader = self.address.map(|_| reader);
        let since = now.plus_seconds(-REPEAT_WINDOW);
        if store::is_repeated(conn, &self.fingerprint, self.article, known_reader, since)? {
            reasons.push(CommentReason::Repeat);
        }
        let burst_start = now.plus_seconds(-BURST_WINDOW);
        if let Some(reader) = known_reader
            && store::count_by_reader(conn, reader, self.article, burst_start)? >= MAX_BURST
        {
            reasons.push(CommentReason::Rate);
        }
        reasons.sort_unstable();
        reasons.dedup();
        Ok(reasons)
    }
}

/// Checks and stores a comment in one write transaction. For the sample newsroom, which needs no cache of rules.
pub fn submit(
    conn: &mut Conn,
    article: &str,
    input: CommentInput,
    faults: Faults,
    address: Option<IpAddr>,
    now: Time,
) -> Result<(i64, CommentStatus), Error> {
    CheckedSubmission::check(conn, &RuleCache::default(), article, input, faults, address, now)?
        .store(conn, now)
}

/// Adds a fault when the parent comment does not exist, is not visible, or is a reply itself.
fn check_parent(conn: &mut Conn, article: i64, parent: i64, faults: &mut Faults) -> QueryResult<()> {
    match store::parent_of(conn, article, parent)? {
        Some(None) => {}
        Some(Some(_)) => faults.add(
            "/parent_id",
            "too-deep",
            format!("comment {parent} is a reply; reply to its parent comment instead"),
        ),
        None => faults.add(
            "/parent_id",
            "unknown-comment",
            format!("there is no visible comment {parent} on this article"),
        ),
    }
    Ok(())
}

/// The News ID and the comment settings of a published article. Fails with 409 when it accepts no comments now.
fn open_article(conn: &mut Conn, article: &str, now: Time) -> Result<(i64, CommentSettings), Error> {
    let id = public_names::find(conn, ResourceKind::Article, article)?.id;
    let settings = store::settings(conn, id)?.ok_or_else(|| Error::not_found("article"))?;
    if settings.open_at(now) {
        Ok((id, settings))
    } else {
        Err(Error::new(Code::CommentsClosed, "The comments of this article are closed."))
    }
}

/// The status of a new comment with these reasons.
fn status_for(reasons: &[CommentReason], is_open: bool) -> CommentStatus {
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

/// The reason for a matching rule.
fn rule_reason(kind: RuleKind, action: RuleAction) -> CommentReason {
    match (kind, action) {
        (RuleKind::Word, RuleAction::Ban) => CommentReason::BannedWord,
        (RuleKind::Word, RuleAction::Suspect) => CommentReason::SuspectWord,
        (RuleKind::Email, RuleAction::Ban) => CommentReason::BannedEmail,
        (RuleKind::Email, RuleAction::Suspect) => CommentReason::SuspectEmail,
        (RuleKind::Address, RuleAction::Ban) => CommentReason::BannedAddress,
        (RuleKind::Address, RuleAction::Suspect) => CommentReason::SuspectAddress,
    }
}
