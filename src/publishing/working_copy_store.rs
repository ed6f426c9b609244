//! Working copies in the database, as transitions read and update them.

use diesel::prelude::*;

use crate::audit::Attribution;
use crate::content::timing::Timing;
use crate::content::vocabulary::Status;
use crate::content::{Article, Slug, Time};
use crate::db::schema::{article_revisions, articles};
use crate::db::{Conn, Json, QueryResult, Statement};
use crate::publishing::model::{TransitionRequest, WorkingCopy};

/// The columns of a revision: the article without its body, and the body.
pub type Document = (Json, Option<Json>);

/// The columns to select for a [`Document`].
pub const DOCUMENT: (article_revisions::document, article_revisions::body) =
    (article_revisions::document, article_revisions::body);

/// Serialises an article into the columns of a revision.
pub fn document(article: &Article) -> QueryResult<Document> {
    let body = article.body.as_ref().map(Json::of).transpose()?;
    Ok((Json::of(&Article { body: None, ..article.clone() })?, body))
}

/// Reads an article from the columns of a revision.
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

/// Reads the working copy of an article. `None` when there is no such article.
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

/// Raises the version of an article whose content stays the same. When it is published, the new version is the one that readers
/// see. Returns the version that readers saw before. Returns `None`, and changes nothing, when the article is no longer in the
/// version `seen`.
pub fn raise_version(
    conn: &mut Conn,
    article: i64,
    seen: i64,
    by: &Attribution,
) -> QueryResult<Option<Option<i64>>> {
    let live_before = articles::table.find(article).select(articles::live_version).first(conn).optional()?;
    let raise = Statement::<()>::new(
        "UPDATE articles SET version = version + 1, updated_by = coalesce(?, updated_by), updated_at = ?, \
         live_version = CASE WHEN live_version IS NULL THEN NULL ELSE version + 1 END WHERE id = ? AND version = ?",
    );
    let raise = raise.maybe_number(by.account).number(by.at.micros()).number(article).number(seen);
    Ok(if raise.execute(conn)? == 1 { live_before } else { None })
}

/// Stores the state of the article after a transition. `live_version` is the version that readers see from now on.
/// Returns false, and changes nothing, when the article is no longer in the version of the request.
pub fn update(
    conn: &mut Conn,
    working: &WorkingCopy,
    request: &TransitionRequest,
    status: Status,
    timing: Timing,
    live_version: Option<i64>,
) -> QueryResult<bool> {
    let live_revision = live_version.map(|_| working.head_revision);
    let first_published_at =
        working.first_published_at.or_else(|| live_version.map(|_| working.first_publish_time(request)));
    let micros = |time: Option<Time>| time.map(|time| time.micros());
    // A transition of the scheduler has no account. `updated_by` stays the account that set the time.
    let update = Statement::<()>::new(
        "UPDATE articles SET status = ?, version = ?, live_revision = ?, live_version = ?, first_published_at = ?, \
         updated_by = coalesce(?, updated_by), updated_at = ?, publish_at = ?, embargo_until = ?, expires_at = ?, \
         step_note = ? WHERE id = ? AND version = ?",
    )
    .text(<&str>::from(status))
    .number(request.version + 1)
    .maybe_number(live_revision)
    .maybe_number(live_version)
    .maybe_number(micros(first_published_at))
    .maybe_number(request.by.account)
    .number(request.by.at.micros())
    .maybe_number(micros(timing.publish_at))
    .maybe_number(micros(timing.embargo_until))
    .maybe_number(micros(timing.expires_at))
    .maybe_text(request.params.note.as_deref())
    .number(request.article)
    .number(request.version);
    Ok(update.execute(conn)? == 1)
}
