//! HTTP handlers of the operations on comment rules.

use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};

use super::dto::{CreateCommentRule, RuleInput, RulePage, RuleQuery, RuleView};
use super::model::Rule;
use super::{editing, store};
use crate::Error;
use crate::audit::{EditContext, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::Conn;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag};

/// List comment rules
///
/// Returns comment rules, newest first. The list includes expired rules.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "list_comment_rules",
    security(("bearer" = ["moderate_comments"])),
    params(RuleQuery),
    responses((status = 200, description = "A page of rules.", body = RulePage))
)]
#[get("/comment-rules")]
pub async fn list_rules(
    context: EditContext,
    request: HttpRequest,
    Query(query): Query<RuleQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ModerateComments)?;
    let list = "editorial/comment-rules";
    let page_request = PageRequest::new(list, &query, query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |conn, _| {
            let rows = store::list(conn, query.kind, &page_request)?;
            let page = page_request.page(rows, |rule| (rule.created_at.micros(), rule.id));
            Ok(page.map(RuleView::from))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Create a comment rule
///
/// Adds a rule for the comments that readers send from now on. A comment that matches a `suspect` rule waits for a moderator. A
/// comment that matches a `ban` rule is rejected. Existing comments do not change.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "create_comment_rule",
    security(("bearer" = ["moderate_comments"])),
    params(IdempotencyHeader),
    request_body = CreateCommentRule,
    responses(
        (status = 201, description = "The new rule.", body = RuleView, headers(
            ("ETag" = String, description = "The version of the rule."),
            ("Location" = String, description = "The URL path of the rule in this API."),
        )),
        (status = 409, description = "A rule with this `kind` and `value` exists."),
    )
)]
#[post("/comment-rules")]
pub async fn create_rule(context: EditContext, body: Idempotent<RuleInput>) -> Result<HttpResponse, Error> {
    context.require(Permission::ModerateComments)?;
    let (input, faults, request) = body.read().await?;
    context
        .create(request, move |conn, requester| {
            let rule = editing::create(conn, input, faults, &requester.attribution())?;
            let location = format!("/v1/editorial/comment-rules/{}", rule.id);
            Created::at(location, rule.version, &RuleView::from(rule))
        })
        .await
}

/// Get a comment rule
///
/// Returns one comment rule.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "get_comment_rule",
    security(("bearer" = ["moderate_comments"])),
    params(("id" = i64, Path, description = "The id of the rule.")),
    responses((status = 200, description = "The rule.", body = RuleView,
        headers(("ETag" = String, description = "The version of the rule."))))
)]
#[get(r"/comment-rules/{id:\d+}")]
pub async fn get_rule(context: EditContext, id: Id, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    context.require(Permission::ModerateComments)?;
    let rule = context.read(move |conn, _| find(conn, id)).await?;
    Ok(etag::answer(rule.version, RuleView::from(rule)))
}

/// Update a comment rule
///
/// Applies a JSON merge patch (RFC 7396). The rule applies to comments that readers send from now on.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "update_comment_rule",
    security(("bearer" = ["moderate_comments"])),
    params(
        ("id" = i64, Path, description = "The id of the rule."),
        IfMatchHeader,
    ),
    request_body(content((RuleInput = "application/merge-patch+json"), (RuleInput = "application/json"))),
    responses(
        (status = 200, description = "The updated rule.", body = RuleView,
            headers(("ETag" = String, description = "The version of the rule."))),
        (status = 409, description = "A rule with this `kind` and `value` exists."),
    )
)]
#[patch(r"/comment-rules/{id:\d+}")]
pub async fn update_rule(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<RuleInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ModerateComments)?;
    let patch = body.read_patch().await?;
    let rule = context
        .write(move |conn, requester| {
            let before = find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::CommentRule, before.id, before.version)?;
            let (input, faults) = patch.apply(&RuleInput::from(&before))?;
            editing::update(conn, &before, input, faults, &requester.attribution())
        })
        .await?;
    Ok(etag::answer(rule.version, RuleView::from(rule)))
}

/// Delete a comment rule
///
/// Deletes a rule. Comments that it rejected or held keep their status.
#[utoipa::path(
    tag = "Moderation",
    operation_id = "delete_comment_rule",
    security(("bearer" = ["moderate_comments"])),
    params(
        ("id" = i64, Path, description = "The id of the rule."),
        IfMatchHeader,
    ),
    responses((status = 204, description = "The rule is deleted."))
)]
#[delete(r"/comment-rules/{id:\d+}")]
pub async fn delete_rule(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ModerateComments)?;
    context
        .write(move |conn, requester| {
            let rule = find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::CommentRule, rule.id, rule.version)?;
            editing::delete(conn, &rule, &requester.attribution())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The rule with this id. Fails with 404 when there is none.
fn find(conn: &mut Conn, Id(id): Id) -> Result<Rule, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("comment rule"))
}
