//! HTTP handlers of the moderation operations.

use actix_web::http::StatusCode;
use actix_web::web::{Json, ReqData};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};

use super::dto::{
    BatchInput, BatchView, CommentInput, CommentPage, CommentQuery, DecidedView, HistoryQuery, NoteInput,
    NoteView, QueuedComment,
};
use super::moderation::{self, Outcome};
use super::store;
use crate::Error;
use crate::audit::{self, AuditFilter, EditContext, precondition};
use crate::content::vocabulary::TargetKind;
use crate::editorial::audit_log::dto::{AuditEntry, AuditPage};
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::{Page, PageRequest};
use crate::http::query::NoQuery;
use crate::http::request_id::RequestId;
use crate::http::{Id, IfMatch, IfMatchHeader, JsonBody, Permission, Problem, Query, etag};

/// List comments
///
/// Returns readers' comments with any status. `status=pending` lists the comments that wait for a decision. `reported=true`
/// lists the comments that readers reported.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "list_editorial_comments",
    security(("bearer" = ["moderate_comments"])),
    params(CommentQuery),
    responses((status = 200, description = "A page of comments.", body = CommentPage))
)]
#[get("/comments")]
pub async fn list_comments(
    context: EditContext,
    request: HttpRequest,
    Query(query): Query<CommentQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ModerateComments)?;
    let page_request = PageRequest::new("editorial/comments", &query, query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |conn, _| {
            let rows = store::list(conn, &query, &page_request)?;
            let total = query.count.map(|_| store::count(conn, &query)).transpose()?;
            let page = page_request.page(rows, |comment| (comment.created_at.micros(), comment.id));
            let Page { data, page } = page.with_total(total);
            Ok(Page { data: moderation::views(conn, data)?, page })
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Get a comment
///
/// Returns one comment with all members that moderators see.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "get_editorial_comment",
    security(("bearer" = ["moderate_comments"])),
    params(("id" = i64, Path, description = "The id of the comment.")),
    responses((status = 200, description = "The comment.", body = QueuedComment,
        headers(("ETag" = String, description = "The version of the comment."))))
)]
#[get(r"/comments/{id:\d+}")]
pub async fn get_comment(context: EditContext, Id(id): Id, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    context.require(Permission::ModerateComments)?;
    let comment = context
        .read(move |conn, _| {
            let comment = moderation::find(conn, id)?;
            moderation::view(conn, comment)
        })
        .await?;
    Ok(etag::answer(comment.comment.version, comment))
}

/// Moderate a comment
///
/// Sets the status of a comment, with a reason for other moderators, and clears its reports. Readers see the effect and the new
/// number of comments immediately. A hidden comment with replies remains in its thread as a placeholder. An erased comment
/// cannot be approved.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "moderate_comment",
    security(("bearer" = ["moderate_comments"])),
    params(
        ("id" = i64, Path, description = "The id of the comment."),
        IfMatchHeader,
    ),
    request_body(content((CommentInput = "application/merge-patch+json"), (CommentInput = "application/json"))),
    responses(
        (status = 200, description = "The updated comment.", body = QueuedComment,
            headers(("ETag" = String, description = "The version of the comment."))),
        (status = 409, description = "The comment was erased."),
    )
)]
#[patch(r"/comments/{id:\d+}")]
pub async fn moderate_comment(
    context: EditContext,
    Id(id): Id,
    if_match: IfMatch,
    body: JsonBody<CommentInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ModerateComments)?;
    let patch = body.read_patch().await?;
    let comment = context
        .write(move |conn, requester| {
            let before = moderation::find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::Comment, before.id, before.version)?;
            let (input, faults) = patch.apply(&CommentInput::from(&before))?;
            let after = moderation::moderate(conn, &before, input, faults, &requester.attribution())?;
            moderation::view(conn, after)
        })
        .await?;
    Ok(etag::answer(comment.comment.version, comment))
}

/// Moderate many comments
///
/// Sets the same status on 1 to 100 comments, without `If-Match`. Each comment has its own result: one that does not exist, or
/// that was erased, does not affect the others.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "moderate_comments",
    security(("bearer" = ["moderate_comments"])),
    request_body = BatchInput,
    responses((status = 200, description = "The result for each comment.", body = BatchView))
)]
#[post("/comments/batch")]
pub async fn moderate_comments(
    context: EditContext,
    request: HttpRequest,
    request_id: ReqData<RequestId>,
    body: JsonBody<BatchInput>,
) -> Result<Json<BatchView>, Error> {
    context.require(Permission::ModerateComments)?;
    let (input, faults) = body.read().await?;
    let outcomes = context
        .write(move |conn, requester| moderation::moderate_all(conn, input, faults, &requester.attribution()))
        .await?;
    let view = |(id, outcome): Outcome| match outcome {
        Ok(comment) => DecidedView { id, status: Some(comment.status), problem: None },
        Err(error) => {
            let problem = Problem::of(error.failure(), request.path(), &request_id);
            DecidedView { id, status: None, problem: Some(problem) }
        }
    };
    Ok(Json(BatchView { data: outcomes.into_iter().map(view).collect() }))
}

/// Undo the last decision
///
/// Restores the status and reason that the comment had before the last decision. This is a new decision: to restore the undone
/// one, send the request again. Reports that the decision cleared stay cleared.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "undo_moderation",
    security(("bearer" = ["moderate_comments"])),
    params(
        ("id" = i64, Path, description = "The id of the comment."),
        IfMatchHeader,
    ),
    responses(
        (status = 200, description = "The updated comment.", body = QueuedComment,
            headers(("ETag" = String, description = "The version of the comment."))),
        (status = 409, description = "There is no decision to undo, or the comment was erased."),
    )
)]
#[post(r"/comments/{id:\d+}/undo")]
pub async fn undo_moderation(
    context: EditContext,
    Id(id): Id,
    if_match: IfMatch,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ModerateComments)?;
    let comment = context
        .write(move |conn, requester| {
            let before = moderation::find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::Comment, before.id, before.version)?;
            let after = moderation::undo(conn, &before, &requester.attribution())?;
            moderation::view(conn, after)
        })
        .await?;
    Ok(etag::answer(comment.comment.version, comment))
}

/// Add a note
///
/// Adds a note for other moderators to the history of the comment. A note cannot be changed or deleted.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "note_comment",
    security(("bearer" = ["moderate_comments"])),
    params(("id" = i64, Path, description = "The id of the comment."), IdempotencyHeader),
    request_body = NoteInput,
    responses((status = 201, description = "The new note.", body = NoteView))
)]
#[post(r"/comments/{id:\d+}/notes")]
pub async fn note_comment(
    context: EditContext,
    Id(id): Id,
    body: Idempotent<NoteInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ModerateComments)?;
    let (input, faults, request) = body.read().await?;
    context
        .create(request, move |conn, requester| {
            let text = moderation::add_note(conn, id, input, faults, &requester.attribution())?;
            Created::new(StatusCode::CREATED, None, None, &NoteView { text, created_at: requester.now })
        })
        .await
}

/// Get a comment's history
///
/// Returns the decisions on the comment and the notes, newest first. Each entry has the account, the time and the changed
/// members.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "get_comment_history",
    security(("bearer" = ["moderate_comments"])),
    params(("id" = i64, Path, description = "The id of the comment."), HistoryQuery),
    responses((status = 200, description = "A page of the history.", body = AuditPage))
)]
#[get(r"/comments/{id:\d+}/history")]
pub async fn get_history(
    context: EditContext,
    request: HttpRequest,
    Id(id): Id,
    Query(query): Query<HistoryQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ModerateComments)?;
    let list = format!("editorial/comments/{id}/history");
    let page_request = PageRequest::new(&list, &(), query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |conn, _| {
            moderation::find(conn, id)?;
            let kind = Some(TargetKind::Comment);
            let filter = AuditFilter { target_kind: kind, target_id: Some(id), ..AuditFilter::default() };
            let rows = audit::list(conn, &filter, &page_request)?;
            Ok(page_request.page(rows, |entry| (entry.at.micros(), entry.id)))
        })
        .await?
        .map(AuditEntry::from);
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}
