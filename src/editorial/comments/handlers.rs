//! The moderation operations.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, patch};

use super::dto::{CommentInput, CommentPage, CommentQuery, CommentView};
use super::{moderation, store};
use crate::Error;
use crate::audit::{By, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::Db;
use crate::http::page::PageRequest;
use crate::http::query::Nothing;
use crate::http::{Caller, Clock, Id, IfMatch, JsonBody, Permission, Query, etag};

/// List comments
///
/// Readers' comments in any state, newest first; `status=pending` is the queue.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "list_editorial_comments",
    security(("bearer" = ["moderate_comments"])),
    params(CommentQuery),
    responses((status = 200, description = "A page of comments.", body = CommentPage,
        headers(("Link" = String, description = "The neighbouring pages."))))
)]
#[get("/comments")]
pub async fn list_comments(
    caller: Caller,
    request: HttpRequest,
    query: Query<CommentQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ModerateComments)?;
    let Query(query) = query;
    let wanted = PageRequest::new("editorial/comments", &query, query.limit, query.cursor.as_deref())?;
    let page = db
        .read(move |c| {
            let rows = store::list(c, &query, &wanted)?;
            Ok::<_, Error>(wanted.page(rows, |comment| (comment.created_at.micros(), comment.id)))
        })
        .await?
        .map(CommentView::from);
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Read a comment
///
/// One comment with all that moderators may know of it.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "get_editorial_comment",
    security(("bearer" = ["moderate_comments"])),
    params(("id" = i64, Path, description = "The comment's id.")),
    responses((status = 200, description = "The comment.", body = CommentView,
        headers(("ETag" = String, description = "Its version."))))
)]
#[get("/comments/{id}")]
pub async fn get_comment(
    caller: Caller,
    id: Id,
    db: Data<Db>,
    _: Query<Nothing>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ModerateComments)?;
    let comment = db.read(move |c| moderation::find(c, id.0)).await?;
    Ok(etag::answer(comment.version, CommentView::from(comment)))
}

/// Decide on a comment
///
/// Approves, rejects or puts a comment back in the queue, with a reason for colleagues. Readers see
/// the effect, and the article's new count, at once.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "moderate_comment",
    security(("bearer" = ["moderate_comments"])),
    params(
        ("id" = i64, Path, description = "The comment's id."),
        ("If-Match" = String, Header, description = "The `ETag` of the version you have seen."),
    ),
    request_body(content((CommentInput = "application/merge-patch+json"), (CommentInput = "application/json"))),
    responses((status = 200, description = "The comment as it is now.", body = CommentView,
        headers(("ETag" = String, description = "Its version."))))
)]
#[patch("/comments/{id}")]
pub async fn moderate_comment(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<CommentInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ModerateComments)?;
    let patch = body.read_patch().await?;
    let by = By::caller(&caller, clock.now());
    let comment = db
        .write(move |c| {
            let before = moderation::find(c, id.0)?;
            precondition::require(c, &if_match, TargetKind::Comment, before.id, before.version)?;
            let (input, faults) = patch.apply(&CommentInput::from(&before))?;
            moderation::decide(c, &before, input, faults, &by)
        })
        .await?;
    Ok(etag::answer(comment.version, CommentView::from(comment)))
}
