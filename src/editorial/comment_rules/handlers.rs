//! The operations on comment rules.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};

use super::dto::{CreateCommentRule, RuleInput, RulePage, RuleQuery, RuleView};
use super::editing;
use super::store::{self, Rule};
use crate::Error;
use crate::audit::{Attribution, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::{Conn, Db};
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Caller, Clock, Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag};

/// List comment rules
///
/// All of them, newest first, also those that have expired.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "list_comment_rules",
    security(("bearer" = ["moderate_comments"])),
    params(RuleQuery),
    responses((status = 200, description = "A page of rules.", body = RulePage))
)]
#[get("/comment-rules")]
pub async fn list_rules(
    caller: Caller,
    request: HttpRequest,
    query: Query<RuleQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ModerateComments)?;
    let Query(query) = query;
    let wanted = PageRequest::new("editorial/comment-rules", &query, query.limit, query.cursor.as_deref())?;
    let page = db
        .read(move |c| {
            let rows = store::list(c, query.kind, &wanted)?;
            Ok::<_, Error>(wanted.page(rows, |rule| (rule.created_at.micros(), rule.id)).map(RuleView::from))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Create a comment rule
///
/// Comments that are sent from now on are held when something suspect is found in them, and rejected when it is banned.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "create_comment_rule",
    security(("bearer" = ["moderate_comments"])),
    params(IdempotencyHeader),
    request_body = CreateCommentRule,
    responses(
        (status = 201, description = "The rule.", body = RuleView,
            headers(("ETag" = String, description = "Its version."), ("Location" = String, description = "Its address."))),
        (status = 409, description = "There is a rule on this already."),
    )
)]
#[post("/comment-rules")]
pub async fn create_rule(
    caller: Caller,
    body: Idempotent<RuleInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ModerateComments)?;
    let (input, faults, request) = body.read().await?;
    let by = Attribution::caller(&caller, clock.now());
    request
        .run(&db, by.at, move |c| {
            let rule = editing::create(c, input, faults, &by)?;
            let location = format!("/v1/editorial/comment-rules/{}", rule.id);
            Created::at(location, rule.version, &RuleView::from(rule))
        })
        .await
}

/// Read a comment rule
#[utoipa::path(
    tag = "Moderation",
    operation_id = "get_comment_rule",
    security(("bearer" = ["moderate_comments"])),
    params(("id" = i64, Path, description = "The rule's id.")),
    responses((status = 200, description = "The rule.", body = RuleView,
        headers(("ETag" = String, description = "Its version."))))
)]
#[get("/comment-rules/{id}")]
pub async fn get_rule(
    caller: Caller,
    id: Id,
    db: Data<Db>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ModerateComments)?;
    let rule = db.read(move |c| find(c, id)).await?;
    Ok(etag::answer(rule.version, RuleView::from(rule)))
}

/// Change a comment rule
#[utoipa::path(
    tag = "Moderation",
    operation_id = "update_comment_rule",
    security(("bearer" = ["moderate_comments"])),
    params(
        ("id" = i64, Path, description = "The rule's id."),
        IfMatchHeader,
    ),
    request_body(content((RuleInput = "application/merge-patch+json"), (RuleInput = "application/json"))),
    responses(
        (status = 200, description = "The rule as it is now.", body = RuleView,
            headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "There is a rule on this already."),
    )
)]
#[patch("/comment-rules/{id}")]
pub async fn update_rule(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<RuleInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ModerateComments)?;
    let patch = body.read_patch().await?;
    let by = Attribution::caller(&caller, clock.now());
    let rule = db
        .write(move |c| {
            let before = find(c, id)?;
            precondition::require(c, &if_match, TargetKind::CommentRule, before.id, before.version)?;
            let (input, faults) = patch.apply(&RuleInput::from(&before))?;
            editing::change(c, &before, input, faults, &by)
        })
        .await?;
    Ok(etag::answer(rule.version, RuleView::from(rule)))
}

/// Lift a comment rule
#[utoipa::path(
    tag = "Moderation",
    operation_id = "delete_comment_rule",
    security(("bearer" = ["moderate_comments"])),
    params(
        ("id" = i64, Path, description = "The rule's id."),
        IfMatchHeader,
    ),
    responses((status = 204, description = "It is gone."))
)]
#[delete("/comment-rules/{id}")]
pub async fn delete_rule(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    db: Data<Db>,
    clock: Data<Clock>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ModerateComments)?;
    let by = Attribution::caller(&caller, clock.now());
    db.write(move |c| {
        let rule = find(c, id)?;
        precondition::require(c, &if_match, TargetKind::CommentRule, rule.id, rule.version)?;
        editing::delete(c, &rule, &by)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

fn find(conn: &mut Conn, Id(id): Id) -> Result<Rule, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("comment rule"))
}
