//! Comments in the database, as readers leave them.

use diesel::prelude::*;

use super::model::CheckedComment;
use crate::content::Time;
use crate::content::article::CommentSettings;
use crate::content::comment_rule::Rule;
use crate::content::vocabulary::{CommentPolicy, CommentReason, CommentStatus, RuleAction, RuleKind};
use crate::db::schema::{comment_rules as rules, comments, published_articles, published_comments, site};
use crate::db::{Conn, Json, QueryResult};

/// A comment to be kept.
pub struct NewComment<'a> {
    /// The article it is on.
    pub article: i64,
    /// What the reader sent.
    pub comment: &'a CheckedComment,
    /// Whether it is shown.
    pub status: CommentStatus,
    /// What speaks against that.
    pub reasons: Vec<CommentReason>,
    /// What the reader is called today.
    pub reader: String,
    /// What comments with the same words have in common.
    pub fingerprint: &'a str,
}

/// How a published article takes comments; `None` when there is no such article in public.
pub fn settings(conn: &mut Conn, article: i64) -> QueryResult<Option<CommentSettings>> {
    let found = published_articles::table
        .find(article)
        .select((published_articles::comment_policy, published_articles::comments_close_at))
        .first::<(CommentPolicy, Option<Time>)>(conn)
        .optional()?;
    Ok(found.map(|(policy, closes_at)| CommentSettings { policy: Some(policy), closes_at }))
}

/// The parent of a comment on the article that readers see: `None` when there is no such comment.
pub fn parent_of(conn: &mut Conn, article: i64, comment: i64) -> QueryResult<Option<Option<i64>>> {
    use published_comments as c;
    c::table
        .filter(c::id.eq(comment).and(c::article_id.eq(article)).and(c::body.is_not_null()))
        .select(c::parent_id)
        .first(conn)
        .optional()
}

/// Whether a comment of that fingerprint was sent since: to the same article, or by the same reader, if that is known.
pub fn was_sent(
    conn: &mut Conn,
    fingerprint: &str,
    article: i64,
    reader: Option<&str>,
    since: Time,
) -> QueryResult<bool> {
    let same = comments::fingerprint.eq(fingerprint).and(comments::created_at.ge(since));
    let near = comments::article_id.eq(article).or(comments::reader.eq(reader.unwrap_or_default()));
    diesel::select(diesel::dsl::exists(comments::table.filter(same.and(near)))).get_result(conn)
}

/// How many comments a reader has sent to the article since.
pub fn sent_by(conn: &mut Conn, reader: &str, article: i64, since: Time) -> QueryResult<i64> {
    let own = comments::reader.eq(reader).and(comments::created_at.ge(since));
    comments::table.filter(own.and(comments::article_id.eq(article))).count().get_result(conn)
}

/// The version of all rules together: each change of one makes it another one.
pub fn rules_version(conn: &mut Conn) -> QueryResult<i64> {
    site::table.find(1).select(site::comment_rules_version).first(conn)
}

/// All rules.
pub fn rules(conn: &mut Conn) -> QueryResult<Vec<Rule>> {
    let rules = rules::table.select((rules::kind, rules::value, rules::action, rules::expires_at));
    let rules = rules.load::<(RuleKind, String, RuleAction, Option<Time>)>(conn)?.into_iter();
    Ok(rules.map(|(kind, value, action, expires_at)| Rule { kind, value, action, expires_at }).collect())
}

/// Keeps a comment and returns its id.
pub fn insert(conn: &mut Conn, new: NewComment<'_>, now: Time) -> QueryResult<i64> {
    let NewComment { article, comment, status, reasons, reader, fingerprint } = new;
    diesel::insert_into(comments::table)
        .values((
            comments::article_id.eq(article),
            comments::parent_id.eq(comment.parent_id),
            comments::author_name.eq(&comment.author_name),
            comments::author_email.eq(&comment.author_email),
            comments::body.eq(&comment.body),
            comments::status.eq(status),
            comments::reasons.eq(Json::of(&reasons)?),
            comments::reader.eq(reader),
            comments::fingerprint.eq(fingerprint),
            comments::version.eq(1),
            comments::created_at.eq(now),
            comments::updated_at.eq(now),
        ))
        .returning(comments::id)
        .get_result(conn)
}
