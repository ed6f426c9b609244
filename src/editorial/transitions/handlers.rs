//! The transition operations.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, get, post};

use super::dto::{TransitionInput, TransitionList, TransitionView, ValidationReport};
use super::request::{self, Seen, ValidTransition};
use crate::Error;
use crate::audit::Editor;
use crate::db::Db;
use crate::editorial::articles::editing;
use crate::editorial::articles::view::ArticleView;
use crate::http::query::NoQuery;
use crate::http::{Caller, Clock, Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, Site, etag};

/// List the steps an article can take
///
/// The transitions that are possible in its present state and allowed to you.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_transitions",
    security(("bearer" = ["read_articles"])),
    params(("id" = i64, Path, description = "The News ID.")),
    responses((status = 200, description = "The steps.", body = TransitionList))
)]
#[get("/articles/{id}/transitions")]
pub async fn list_transitions(
    caller: Caller,
    id: Id,
    db: Data<Db>,
    _: Query<NoQuery>,
) -> Result<Json<TransitionList>, Error> {
    caller.require(Permission::ReadArticles)?;
    let steps = db.read(move |c| request::open_to(c, id.0, &caller)).await?;
    Ok(Json(TransitionList { data: steps.into_iter().map(|to| TransitionView { to }).collect() }))
}

/// What the document says of taking a step, with the table in print.
const TAKE_TRANSITION: &str = concat!(
    "Every step raises the version. Readers see the effect of `publish`, `withdraw` and `kill` at once; what is \
     scheduled is published, and what expires is withdrawn, within a second of its time.\n\n",
    include_str!("../../content/workflow.md")
);

/// Take a step with an article
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
        (status = 200, description = "The article after the step.", body = ArticleView,
            headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "Its state has no such step; `allowed` lists those it has. Or an embargo stands \
            in the way."),
    )
)]
#[post("/articles/{id}/transitions")]
pub async fn take_transition(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<TransitionInput>,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ReadArticles)?;
    let (input, faults) = body.read().await?;
    let step = ValidTransition::check(input, faults, &caller)?;
    let editor = Editor::of(caller, &clock, &site);
    // What readers will see is rendered beside the readers; the writer is given what comes of it.
    let (seen, if_match, step, editor) = db
        .read(move |c| {
            let seen = Seen::find(c, id.0, &if_match, &step, &editor, None)?;
            Ok::<_, Error>((seen, if_match, step, editor))
        })
        .await?;
    let article = db.write(move |c| seen.take(c, &if_match, step, &editor)).await?;
    Ok(etag::answer(article.row.version, ArticleView::new(article, None)))
}

/// Try whether an article could be published
///
/// Applies the rules of publishing to the working copy and its times, and changes nothing: `errors` are those that
/// `publish` would be refused with. An embargo that still stands is told as `embargoed` at `/embargo_until`.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "validate_article",
    security(("bearer" = ["read_articles"])),
    params(("id" = i64, Path, description = "The News ID.")),
    responses((status = 200, description = "What is missing, if anything.", body = ValidationReport))
)]
#[post("/articles/{id}/validation")]
pub async fn validate_article(
    caller: Caller,
    id: Id,
    db: Data<Db>,
    clock: Data<Clock>,
    _: Query<NoQuery>,
) -> Result<Json<ValidationReport>, Error> {
    caller.require(Permission::ReadArticles)?;
    let article = db.read(move |c| editing::find_for(c, id.0, &caller)).await?;
    Ok(Json(ValidationReport { errors: request::obstacles(&article, clock.now()) }))
}
