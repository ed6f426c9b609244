//! The revision operations.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::diff;
use super::dto::{DiffView, HistoryQuery, RevisionPage, RevisionSummary, RevisionView};
use super::store::{self, Revision};
use crate::Error;
use crate::audit::Editor;
use crate::db::{Conn, Db};
use crate::editorial::articles::dto::FormatQuery;
use crate::editorial::articles::editing::{self, Edit};
use crate::editorial::articles::view::ArticleView;
use crate::editorial::merging;
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Caller, Clock, Code, Id, IfMatch, IfMatchHeader, Permission, Query, Site, etag, path};

/// List the revisions of an article
///
/// Every save of the article, newest first: who, when, and what was said of it.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_revisions",
    security(("bearer" = ["read_articles"])),
    params(("id" = i64, Path, description = "The News ID."), HistoryQuery),
    responses((status = 200, description = "A page of the history.", body = RevisionPage))
)]
#[get("/articles/{id}/revisions")]
pub async fn list_revisions(
    caller: Caller,
    request: HttpRequest,
    id: Id,
    query: Query<HistoryQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ReadArticles)?;
    let list = format!("editorial/articles/{}/revisions", id.0);
    let wanted = PageRequest::new(&list, &(), query.0.limit, query.0.cursor.as_deref())?;
    let page = db
        .read(move |c| {
            editing::find_for(c, id.0, &caller)?;
            let rows = store::list(c, id.0, &wanted)?;
            Ok::<_, Error>(wanted.page(rows, |revision| revision.number))
        })
        .await?
        .map(RevisionSummary::from);
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Read a revision
///
/// The article as it was saved then, in the members it is written with: what `PUT` would take.
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
#[get("/articles/{id}/revisions/{number}")]
pub async fn get_revision(
    caller: Caller,
    request: HttpRequest,
    id: Id,
    query: Query<FormatQuery>,
    db: Data<Db>,
) -> Result<Json<RevisionView>, Error> {
    caller.require(Permission::ReadArticles)?;
    let number = path::number(&request, "number")?;
    let revision = db
        .read(move |c| {
            editing::find_for(c, id.0, &caller)?;
            find(c, id.0, number)
        })
        .await?;
    Ok(Json(RevisionView::new(revision, query.0.body)))
}

/// Compare two revisions
///
/// What changed from revision `a` to revision `b`, member by member: texts word by word, bodies block by
/// block, and word by word within a block that was changed. Either may be the older one.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "compare_revisions",
    security(("bearer" = ["read_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        ("a" = i64, Path, description = "The number of the revision to start from."),
        ("b" = i64, Path, description = "The number of the revision it leads to."),
    ),
    responses((status = 200, description = "The differences.", body = DiffView))
)]
#[get("/articles/{id}/revisions/{a}/diff/{b}")]
pub async fn compare_revisions(
    caller: Caller,
    request: HttpRequest,
    id: Id,
    db: Data<Db>,
    _: Query<NoQuery>,
) -> Result<Json<DiffView>, Error> {
    caller.require(Permission::ReadArticles)?;
    let (from, to) = (path::number(&request, "a")?, path::number(&request, "b")?);
    let changes = db
        .read(move |c| {
            editing::find_for(c, id.0, &caller)?;
            let (before, after) = (find(c, id.0, from)?, find(c, id.0, to)?);
            Ok::<_, Error>(diff::between(&before.article, &after.article))
        })
        .await?;
    Ok(Json(DiffView { from, to, changes }))
}

/// Restore a revision
///
/// Makes the older revision the working copy again, as a new revision; none is lost. What was merged since is
/// replaced by what it was merged into; a section, author or tag that was deleted is in the way. Readers see
/// nothing of it until the article is published.
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
        (status = 200, description = "The working copy as it is now.", body = ArticleView,
            headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "Its slug is taken by now, or the article was killed or thrown away."),
        (status = 422, description = "A section, author or tag that it names is gone."),
    )
)]
#[post("/articles/{id}/revisions/{number}/restore")]
pub async fn restore_revision(
    caller: Caller,
    request: HttpRequest,
    if_match: IfMatch,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::WriteArticles)?;
    let (id, number) = (path::number(&request, "id")?, path::number(&request, "number")?);
    let editor = Editor::of(caller, &clock, &site);
    let work_out = move |c: &mut Conn, _: &_, _: &_| {
        let mut revision = find(c, id, number)?.article;
        merging::resolve_merged(c, &mut revision)?;
        Ok(Edit::restore(number, revision))
    };
    let article = editing::save_seen(&db, id, if_match, editor, work_out).await?;
    Ok(etag::answer(article.row.version, ArticleView::new(article, None)))
}

fn find(conn: &mut Conn, article: i64, number: i64) -> Result<Revision, Error> {
    store::find(conn, article, number)?
        .ok_or_else(|| Error::new(Code::NotFound, format!("There is no revision {number} of the article.")))
}
