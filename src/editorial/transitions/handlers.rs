//! The transition operations.

use actix_web::web::Json;
use actix_web::{HttpResponse, get, post};

use super::dto::{TransitionInput, TransitionList, TransitionView, ValidationReport};
use super::request::{self, PreparedTransition, ValidTransition};
use crate::Error;
use crate::audit::EditContext;
use crate::editorial::articles::access;
use crate::editorial::articles::view::ArticleView;
use crate::http::query::NoQuery;
use crate::http::{Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag};

/// List allowed transitions
///
/// Returns the transitions that you can make now: by the status of the article, your role and sections, and the scopes of your
/// API key.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_transitions",
    security(("bearer" = ["read_articles"])),
    params(("id" = i64, Path, description = "The News ID.")),
    responses((status = 200, description = "The transitions.", body = TransitionList))
)]
#[get(r"/articles/{id:\d+}/transitions")]
pub async fn list_transitions(
    context: EditContext,
    id: Id,
    _: Query<NoQuery>,
) -> Result<Json<TransitionList>, Error> {
    context.require(Permission::ReadArticles)?;
    let transitions =
        context.read(move |c, requester| request::allowed_transitions(c, id.0, &requester.caller)).await?;
    Ok(Json(TransitionList { data: transitions.into_iter().map(|to| TransitionView { to }).collect() }))
}

/// The OpenAPI description of `take_transition`, with the table of the workflow.
const TAKE_TRANSITION: &str = concat!(
    "Changes the status of the article. Every transition raises the version. Readers see the effect of `publish`, \
     `withdraw` and `kill` immediately. Scheduled articles are published, and expired articles withdrawn, within a second \
     of their time. An API key needs the scope `articles:write` for `submit`, `return`, `trash` and `restore`, and \
     `articles:publish` for the others.\n\n",
    include_str!("../../content/workflow.md")
);

/// Apply a transition
#[utoipa::path(
    tag = "Editorial",
    description = TAKE_TRANSITION,
    operation_id = "take_transition",
    security(("bearer" = ["read_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        IfMatchHeader,
    ),
    request_body = TransitionInput,
    responses(
        (status = 200, description = "The article after the transition.", body = ArticleView,
            headers(("ETag" = String, description = "The version of the article."))),
        (status = 409, description = "The status does not allow the transition; `allowed` lists the possible ones. Or \
            the article is under an embargo."),
    )
)]
#[post(r"/articles/{id:\d+}/transitions")]
pub async fn take_transition(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<TransitionInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadArticles)?;
    let (input, faults) = body.read().await?;
    let valid = ValidTransition::check(input, faults, context.caller())?;
    let (prepared, if_match, valid) = context
        .read(move |c, requester| {
            let prepared = PreparedTransition::prepare(c, id.0, &if_match, &valid, requester)?;
            Ok((prepared, if_match, valid))
        })
        .await?;
    let article = context.write(move |c, requester| prepared.apply(c, &if_match, valid, requester)).await?;
    Ok(etag::answer(article.row.version, ArticleView::new(article, None)))
}

/// Check for publication
///
/// Applies the rules of publishing to the working copy and its times, without changing anything. `errors` has what
/// `publish` would return; a running embargo is the error `embargoed` at `/embargo_until`. `notices` has what the last write of the body
/// dropped.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "validate_article",
    security(("bearer" = ["read_articles"])),
    params(("id" = i64, Path, description = "The News ID.")),
    responses((status = 200, description = "The errors and notices, if there are any.", body = ValidationReport))
)]
#[post(r"/articles/{id:\d+}/validation")]
pub async fn validate_article(
    context: EditContext,
    id: Id,
    _: Query<NoQuery>,
) -> Result<Json<ValidationReport>, Error> {
    context.require(Permission::ReadArticles)?;
    let working = context.read(move |c, requester| access::find_readable(c, id.0, &requester.caller)).await?;
    let errors = request::publish_faults(&working, context.requester().now);
    let notices = working.article.body.map(|body| body.notices).unwrap_or_default();
    Ok(Json(ValidationReport { errors, notices }))
}
