//! Working copies, as the door needs them.

use diesel::prelude::*;

use crate::content::timing::Timing;
use crate::content::vocabulary::Status;
use crate::content::{Article, Slug, Time};
use crate::db::schema::{article_revisions, articles};
use crate::db::{Conn, Json, QueryResult, Statement};
use crate::publishing::TransitionRequest;

/// An article as the newsroom has it now.
pub struct WorkingCopy {
    /// Where it stands.
    pub status: Status,
    /// Its newest revision.
    pub article: Article,
    /// The slug it is kept under.
    pub slug: Slug,
    /// The number of that revision.
    pub head_revision: i64,
    /// The number of the revision that readers see.
    pub live_revision: Option<i64>,
    /// When readers first saw it.
    pub first_published_at: Option<Time>,
    /// Its times.
    pub timing: Timing,
    /// What was said with its last step.
    pub step_note: Option<String>,
}

/// What a revision keeps of an article: the members, and the text.
pub type Document = (Json, Option<Json>);

/// The columns of it.
pub const DOCUMENT: (article_revisions::document, article_revisions::body) =
    (article_revisions::document, article_revisions::body);

/// What a revision is to keep of an article.
pub fn document(article: &Article) -> QueryResult<Document> {
    let body = article.body.as_ref().map(Json::of).transpose()?;
    Ok((Json::of(&Article { body: None, ..article.clone() })?, body))
}

/// The article that a revision keeps.
pub fn article((members, body): &Document) -> QueryResult<Article> {
    let body = body.as_ref().map(Json::read).transpose()?;
    Ok(Article { body, ..members.read()? })
}

#[derive(Queryable)]
struct Row {
    status: Status,
    document: Document,
    slug: Slug,
    head_revision: i64,
    live_revision: Option<i64>,
    first_published_at: Option<Time>,
    publish_at: Option<Time>,
    embargo_until: Option<Time>,
    expires_at: Option<Time>,
    step_note: Option<String>,
}

/// The working copy of an article.
pub fn find(conn: &mut Conn, id: i64) -> QueryResult<Option<WorkingCopy>> {
    let row = articles::table
        .inner_join(
            article_revisions::table.on(article_revisions::article_id
                .eq(articles::id)
                .and(article_revisions::number.eq(articles::head_revision))),
        )
        .filter(articles::id.eq(id))
        .select((
            articles::status,
            DOCUMENT,
            articles::slug,
            articles::head_revision,
            articles::live_revision,
            articles::first_published_at,
            articles::publish_at,
            articles::embargo_until,
            articles::expires_at,
            articles::step_note,
        ))
        .first::<Row>(conn)
        .optional()?;
    row.map(|row| {
        Ok(WorkingCopy {
            article: article(&row.document)?,
            status: row.status,
            slug: row.slug,
            head_revision: row.head_revision,
            live_revision: row.live_revision,
            first_published_at: row.first_published_at,
            timing: Timing {
                publish_at: row.publish_at,
                embargo_until: row.embargo_until,
                expires_at: row.expires_at,
            },
            step_note: row.step_note,
        })
    })
    .transpose()
}

/// Notes a step that was taken, and the version readers see after it. False when the article is no
/// longer in the version it was taken on.
pub fn record(
    conn: &mut Conn,
    working: &WorkingCopy,
    step: &TransitionRequest,
    status: Status,
    timing: Timing,
    live_version: Option<i64>,
) -> QueryResult<bool> {
    let live_revision = live_version.map(|_| working.head_revision);
    let first_published_at =
        working.first_published_at.or_else(|| live_version.map(|_| working.first_publish_time(step)));
    let micros = |time: Option<Time>| time.map(|time| time.micros());
    // What the system does stays in the name of whoever wanted it.
    let update = Statement::<()>::new(
        "UPDATE articles SET status = ?, version = ?, live_revision = ?, live_version = ?, first_published_at = ?, \
         updated_by = coalesce(?, updated_by), updated_at = ?, publish_at = ?, embargo_until = ?, expires_at = ?, \
         step_note = ? WHERE id = ? AND version = ?",
    )
    .text(<&str>::from(status))
    .number(step.version + 1)
    .maybe_number(live_revision)
    .maybe_number(live_version)
    .maybe_number(micros(first_published_at))
    .maybe_number(step.by.account)
    .number(step.by.at.micros())
    .maybe_number(micros(timing.publish_at))
    .maybe_number(micros(timing.embargo_until))
    .maybe_number(micros(timing.expires_at))
    .maybe_text(step.terms.note.as_deref())
    .number(step.article)
    .number(step.version);
    let changed = update.execute(conn)?;
    Ok(changed == 1)
}

impl WorkingCopy {
    /// When readers first saw the article: the time its editor gave, else the moment it appears.
    pub fn first_publish_time(&self, step: &TransitionRequest) -> Time {
        self.first_published_at.or(self.article.published_at).unwrap_or(self.appears_at(step))
    }
}
