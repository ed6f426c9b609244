//! Comments of readers in the database.

use diesel::prelude::*;

use super::model::CheckedComment;
use crate::content::Time;
use crate::content::article::CommentSettings;
use crate::content::comment_rule::Rule;
use crate::content::vocabulary::{CommentPolicy, CommentReason, CommentStatus, RuleAction, RuleKind};
use crate::db::schema::{comment_rules as rules, comments, published_articles, published_comments, site};
use crate::db::{Conn, Json, QueryResult};

/// A comment to store.
pub struct NewComment<'a> {
    /// The article it is on.
    pub article: i64,
    /// Its members.
    pub comment: &'a CheckedComment,
    /// Its status. Readers see approved comments only.
    pub status: CommentStatus,
    /// The reasons not to approve it.
    pub reasons: Vec<CommentReason>,
    /// The pseudonym of the reader for this day.
    pub reader: String,
    /// See [`CheckedComment::fingerprint`].
    pub fingerprint: &'a str,
}

/// The comment settings of a published article. `None` when there is no such article.
pub fn settings(conn: &mut Conn, article: i64) -> QueryResult<Option<CommentSettings>> {
    let row = published_articles::table
        .find(article)
        .select((published_articles::comment_policy, published_articles::comments_close_at))
        .first::<(CommentPolicy, Option<Time>)>(conn)
        .optional()?;
    Ok(row.map(|(policy, closes_at)| CommentSettings { policy: Some(policy), closes_at }))
}

/// The parent of a visible comment on the article. The outer `Option` is `None` when there is no such comment, the
/// inner one when it has no parent.
pub fn parent_of(conn: &mut Conn, article: i64, comment: i64) -> QueryResult<Option<Option<i64>>> {
    use published_comments as c;
    c::table
        .filter(c::id.eq(comment).and(c::article_id.eq(article)).and(c::body.is_not_null()))
        .select(c::parent_id)
        .first(conn)
        .optional()
}

/// Whether a comment with that fingerprint was sent since that time, to the same article or by the same reader. An
/// unknown `reader` is not compared.
pub fn is_repeated(
    conn: &mut Conn,
    fingerprint: &str,
    article: i64,
    reader: Option<&str>,
    since: Time,
) -> QueryResult<bool> {
    let same = comments::fingerprint.eq(fingerprint).and(comments::created_at.ge(since));
    let same_article_or_reader =
        comments::article_id.eq(article).or(comments::reader.eq(reader.unwrap_or_default()));
    diesel::select(diesel::dsl::exists(comments::table.filter(same.and(same_article_or_reader))))
        .get_result(conn)
}

/// The number of comments that a reader has sent to the article since that time.
pub fn count_by_reader(conn: &mut Conn, reader: &str, article: i64, since: Time) -> QueryResult<i64> {
    let own = comments::reader.eq(reader).and(comments::created_at.ge(since));
    comments::table.filter(own.and(comments::article_id.eq(article))).count().get_result(conn)
}

/// The version of the set of comment rules. Each change of a rule increments it.
pub fn rules_version(conn: &mut Conn) -> QueryResult<i64> {
    site::table.find(1).select(site::comment_rules_version).first(conn)
}

/// Reads all comment rules.
pub fn rules(conn: &mut Conn) -> QueryResult<Vec<Rule>> {
    let rules = rules::table.select((rules::kind, rules::value, rules::action, rules::expires_at));
    let rules = rules.load::<(RuleKind, String, RuleAction, Option<Time>)>(conn)?.into_iter();
    Ok(rules.map(|(kind, value, action, expires_at)| Rule { kind, value, action, expires_at }).collect())
}

/// Stores a comment and returns its id.
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
