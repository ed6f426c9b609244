//! The moderation operations.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, ReqData};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};

use super::dto::{
    BatchInput, BatchView, CommentInput, CommentPage, CommentQuery, CommentView, DecidedView, HistoryQuery,
    NoteInput, NoteView,
};
use super::moderation::{self, Outcome};
use super::store;
use crate::Error;
use crate::audit::{self, Attribution, AuditFilter, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::Db;
use crate::editorial::audit_log::dto::{AuditEntry, AuditPage};
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::request_id::RequestId;
use crate::http::{Caller, Clock, Id, IfMatch, IfMatchHeader, JsonBody, Permission, Problem, Query, etag};

/// List comments
///
/// Readers' comments in any state; `status=pending` is the queue, `reported=true` what readers ask to be looked at.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "list_editorial_comments",
    security(("bearer" = ["moderate_comments"])),
    params(CommentQuery),
    responses((status = 200, description = "A page of comments.", body = CommentPage))
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
            let total = query.count.map(|_| store::count(c, &query)).transpose()?;
            let page = wanted.page(rows, |comment| (comment.created_at.micros(), comment.id));
            Ok::<_, Error>(page.with_total(total).try_map(CommentView::try_from)?)
        })
        .await?;
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
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ModerateComments)?;
    let comment = db.read(move |c| moderation::find(c, id.0)).await?;
    Ok(etag::answer(comment.version, CommentView::try_from(comment)?))
}

/// Decide on a comment
///
/// Approves, rejects or puts a comment back in the queue, with a reason for colleagues. Readers see the effect, and the
/// article's new count, at once; where a comment with answers is hidden, its place is left. What readers reported until
/// then is settled. What was erased is not approved any more.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "moderate_comment",
    security(("bearer" = ["moderate_comments"])),
    params(
        ("id" = i64, Path, description = "The comment's id."),
        IfMatchHeader,
    ),
    request_body(content((CommentInput = "application/merge-patch+json"), (CommentInput = "application/json"))),
    responses(
        (status = 200, description = "The comment as it is now.", body = CommentView,
            headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "Its text was erased."),
    )
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
    let by = Attribution::caller(&caller, clock.now());
    let comment = db
        .write(move |c| {
            let before = moderation::find(c, id.0)?;
            precondition::require(c, &if_match, TargetKind::Comment, before.id, before.version)?;
            let (input, faults) = patch.apply(&CommentInput::from(&before))?;
            moderation::decide(c, &before, input, faults, &by)
        })
        .await?;
    Ok(etag::answer(comment.version, CommentView::try_from(comment)?))
}

/// Decide on many comments
///
/// Puts 1 to 100 comments in the same state, whatever was decided on them before. What can be done is done: each
/// comment has its own result, and one that does not exist, or whose text was erased, does not stand in the way of the others.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "moderate_comments",
    security(("bearer" = ["moderate_comments"])),
    request_body = BatchInput,
    responses((status = 200, description = "What became of each.", body = BatchView))
)]
#[post("/comments/batch")]
pub async fn moderate_comments(
    caller: Caller,
    request: HttpRequest,
    request_id: ReqData<RequestId>,
    body: JsonBody<BatchInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<Json<BatchView>, Error> {
    caller.require(Permission::ModerateComments)?;
    let (input, faults) = body.read().await?;
    let by = Attribution::caller(&caller, clock.now());
    let decided = db.write(move |c| moderation::decide_on_all(c, input, faults, &by)).await?;
    let view = |(id, decided): Outcome| match decided {
        Ok(comment) => DecidedView { id, status: Some(comment.status), problem: None },
        Err(error) => {
            let problem = Problem::of(error.failure(), request.path(), &request_id);
            DecidedView { id, status: None, problem: Some(problem) }
        }
    };
    Ok(Json(BatchView { data: decided.into_iter().map(view).collect() }))
}

/// Take the last decision back
///
/// The comment's state and reason are as they were before the last decision that changed them. That is a decision too:
/// taken back again, it stands again. Reports that were settled stay settled.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "undo_moderation",
    security(("bearer" = ["moderate_comments"])),
    params(
        ("id" = i64, Path, description = "The comment's id."),
        IfMatchHeader,
    ),
    responses(
        (status = 200, description = "The comment as it is now.", body = CommentView,
            headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "Nothing was decided on it, or its text was erased."),
    )
)]
#[post("/comments/{id}/undo")]
pub async fn undo_moderation(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    db: Data<Db>,
    clock: Data<Clock>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ModerateComments)?;
    let by = Attribution::caller(&caller, clock.now());
    let comment = db
        .write(move |c| {
            let before = moderation::find(c, id.0)?;
            precondition::require(c, &if_match, TargetKind::Comment, before.id, before.version)?;
            moderation::undo(c, &before, &by)
        })
        .await?;
    Ok(etag::answer(comment.version, CommentView::try_from(comment)?))
}

/// Leave a note on a comment
///
/// For colleagues: it stands in the comment's history from now on, and is not changed any more.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "note_comment",
    security(("bearer" = ["moderate_comments"])),
    params(("id" = i64, Path, description = "The comment's id."), IdempotencyHeader),
    request_body = NoteInput,
    responses((status = 201, description = "It is in the history.", body = NoteView))
)]
#[post("/comments/{id}/notes")]
pub async fn note_comment(
    caller: Caller,
    id: Id,
    body: Idempotent<NoteInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ModerateComments)?;
    let (input, faults, request) = body.read().await?;
    let by = Attribution::caller(&caller, clock.now());
    request
        .run(&db, by.at, move |c| {
            let text = moderation::note(c, id.0, input, faults, &by)?;
            Created::new(StatusCode::CREATED, None, None, &NoteView { text, created_at: by.at })
        })
        .await
}

/// Read a comment's history
///
/// Every decision on it with its reason, and every note, newest first: who, when and what.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "get_comment_history",
    security(("bearer" = ["moderate_comments"])),
    params(("id" = i64, Path, description = "The comment's id."), HistoryQuery),
    responses((status = 200, description = "A page of the history.", body = AuditPage))
)]
#[get("/comments/{id}/history")]
pub async fn get_history(
    caller: Caller,
    request: HttpRequest,
    id: Id,
    query: Query<HistoryQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ModerateComments)?;
    let (Id(id), Query(query)) = (id, query);
    let list = format!("editorial/comments/{id}/history");
    let wanted = PageRequest::new(&list, &(), query.limit, query.cursor.as_deref())?;
    let page = db
        .read(move |c| {
            moderation::find(c, id)?;
            let kind = Some(TargetKind::Comment);
            let of = AuditFilter { target_kind: kind, target_id: Some(id), ..AuditFilter::default() };
            let rows = audit::list(c, &of, &wanted)?;
            Ok::<_, Error>(wanted.page(rows, |entry| (entry.at.micros(), entry.id)))
        })
        .await?
        .map(AuditEntry::from);
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}
