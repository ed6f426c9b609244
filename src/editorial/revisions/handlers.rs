//! The revision operations.

use actix_web::web::Json;
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::diff;
use super::dto::{DiffView, HistoryQuery, RevisionPage, RevisionSummary, RevisionView};
use super::model::Revision;
use super::store;
use crate::Error;
use crate::audit::EditContext;
use crate::db::Conn;
use crate::editorial::articles::access;
use crate::editorial::articles::dto::FormatQuery;
use crate::editorial::articles::editing::{self, Edit};
use crate::editorial::articles::view::ArticleView;
use crate::editorial::merging;
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Code, Id, IfMatch, IfMatchHeader, Permission, Query, etag, path};
use crate::publishing::transition_store;

/// List revisions
///
/// Returns every save of the article, newest first: its account, time and note, and the transitions that were made with it.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_revisions",
    security(("bearer" = ["read_articles"])),
    params(("id" = i64, Path, description = "The News ID."), HistoryQuery),
    responses((status = 200, description = "A page of revisions.", body = RevisionPage))
)]
#[get(r"/articles/{id:\d+}/revisions")]
pub async fn list_revisions(
    context: EditContext,
    request: HttpRequest,
    id: Id,
    Query(query): Query<HistoryQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadArticles)?;
    let list = format!("editorial/articles/{}/revisions", id.0);
    let page_request = PageRequest::new(&list, &(), query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |c, requester| {
            access::find_readable(c, id.0, &requester.caller)?;
            let rows = store::list(c, id.0, &page_request)?;
            let page = page_request.page(rows, |revision| revision.number);
            let numbers = page.data.iter().map(|revision| revision.number);
            let mut transitions = transition_store::list(c, id.0, numbers)?;
            let sees_keys = requester.caller.may(Permission::ManageKeys);
            Ok(page.map(|row| RevisionSummary::new(row, &mut transitions, sees_keys)))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Read a revision
///
/// Returns the article as it was saved, with the members that `PUT` accepts.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "get_revision",
    security(("bearer" = ["read_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        ("number" = i64, Path, description = "The revision's number."),
        FormatQuery,
    ),
    responses((status = 200, description = "The revision.", body = RevisionView))
)]
#[get(r"/articles/{id:\d+}/revisions/{number:\d+}")]
pub async fn get_revision(
    context: EditContext,
    request: HttpRequest,
    id: Id,
    Query(query): Query<FormatQuery>,
) -> Result<Json<RevisionView>, Error> {
    context.require(Permission::ReadArticles)?;
    let number = path::number(&request, "number")?;
    let revision = context
        .read(move |c, requester| {
            access::find_readable(c, id.0, &requester.caller)?;
            find(c, id.0, number)
        })
        .await?;
    Ok(Json(RevisionView::new(revision, query.body)))
}

/// Compare two revisions
///
/// Returns the changes from revision `a` to revision `b`, member by member. Texts are compared word by word, bodies block
/// by block, and changed blocks word by word. `a` can be older or newer than `b`.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "compare_revisions",
    security(("bearer" = ["read_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        ("a" = i64, Path, description = "The number of the first revision."),
        ("b" = i64, Path, description = "The number of the second revision."),
    ),
    responses((status = 200, description = "The differences.", body = DiffView))
)]
#[get(r"/articles/{id:\d+}/revisions/{a:\d+}/diff/{b:\d+}")]
pub async fn compare_revisions(
    context: EditContext,
    request: HttpRequest,
    id: Id,
    _: Query<NoQuery>,
) -> Result<Json<DiffView>, Error> {
    context.require(Permission::ReadArticles)?;
    let (from, to) = (path::number(&request, "a")?, path::number(&request, "b")?);
    let changes = context
        .read(move |c, requester| {
            access::find_readable(c, id.0, &requester.caller)?;
            let (before, after) = (find(c, id.0, from)?, find(c, id.0, to)?);
            Ok(diff::between(&before.article, &after.article))
        })
        .await?;
    Ok(Json(DiffView { from, to, changes }))
}

/// Restore a revision
///
/// Saves the article of an older revision as a new revision. Sections, authors and tags that were merged since are
/// replaced by the ones they were merged into. Readers see the change when the article is published again.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "restore_revision",
    security(("bearer" = ["write_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        ("number" = i64, Path, description = "The revision's number."),
        IfMatchHeader,
    ),
    responses(
        (status = 200, description = "The new working copy.", body = ArticleView,
            headers(("ETag" = String, description = "The version of the article."))),
        (status = 409, description = "The slug of the revision is taken, or the article is killed or in the trash."),
        (status = 422, description = "A section, author or tag of the revision was deleted."),
    )
)]
#[post(r"/articles/{id:\d+}/revisions/{number:\d+}/restore")]
pub async fn restore_revision(
    context: EditContext,
    request: HttpRequest,
    id: Id,
    if_match: IfMatch,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::WriteArticles)?;
    let number = path::number(&request, "number")?;
    let prepare = move |c: &mut Conn, _: &_, _: &_| {
        let mut revision = find(c, id.0, number)?.article;
        merging::resolve_merged(c, &mut revision)?;
        Ok(Edit::restore(number, revision))
    };
    let article = editing::prepare_and_save(&context, id.0, if_match, prepare).await?;
    Ok(etag::answer(article.row.version, ArticleView::new(article, None)))
}

fn find(conn: &mut Conn, article: i64, number: i64) -> Result<Revision, Error> {
    store::find(conn, article, number)?
        .ok_or_else(|| Error::new(Code::NotFound, format!("The article has no revision {number}.")))
}
