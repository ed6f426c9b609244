//! The article operations.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, get, patch, post};

use super::dto::{ArticleInput, ArticleQuery, CreateArticle, FormatQuery, TransitionInput};
use super::editing::{self, Desk, NewArticle};
use super::model;
use super::store::{self, Whose, WorkingArticle};
use super::view::{ArticlePage, ArticleView, TransitionList, TransitionView};
use crate::Error;
use crate::content::vocabulary::Status;
use crate::content::workflow;
use crate::db::{Conn, Db};
use crate::editorial::taxonomy;
use crate::http::page::PageRequest;
use crate::http::query::Nothing;
use crate::http::{Caller, Clock, Code, Id, IfMatch, JsonBody, Permission, Problem, Query, Site};
use crate::publishing::{self, Step};

/// List articles
///
/// Articles in any state, last changed first, without their bodies. Reporters see their own.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_editorial_articles",
    security(("bearer" = [])),
    params(ArticleQuery),
    responses((status = 200, description = "A page of articles.", body = ArticlePage,
        headers(("Link" = String, description = "The neighbouring pages."))))
)]
#[get("/articles")]
pub async fn list_articles(
    caller: Caller,
    request: HttpRequest,
    query: Query<ArticleQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::WriteArticles)?;
    let Query(query) = query;
    let wanted = PageRequest::new("editorial/articles", &query, query.limit, query.cursor.as_deref())?;
    let whose = whose(&caller);
    let page = db
        .read(move |c| {
            let rows = store::list(c, &query, whose, &wanted)?;
            Ok::<_, Error>(wanted.page(rows, |article| (article.row.updated_at.micros(), article.row.id)))
        })
        .await?
        .map(ArticleView::without_body);
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Create an article
///
/// Makes a draft. Only the headline is required; the rest may wait until publishing. An `id` may be
/// given by editors who bring an article along from elsewhere.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "create_article",
    security(("bearer" = [])),
    request_body = CreateArticle,
    responses(
        (status = 201, description = "The new draft.", body = ArticleView, headers(
            ("ETag" = String, description = "Its version."),
            ("Location" = String, description = "Its address."),
        )),
        (status = 409, description = "The slug or the News ID is taken.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/articles")]
pub async fn create_article(
    caller: Caller,
    body: JsonBody<ArticleInput>,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::WriteArticles)?;
    let (input, faults) = body.read().await?;
    if input.id.is_some() {
        caller.require(Permission::EditArticles)?;
    }
    let desk = desk(&caller, &clock, &site);
    let new = NewArticle::check(input, &desk.language, faults);
    let article = db.write(move |c| editing::create(c, new, &desk)).await?;
    let location = format!("/v1/editorial/articles/{}", article.row.id);
    Ok(taxonomy::created(location, article.row.version, ArticleView::new(article, None)))
}

/// Read a working copy
///
/// The article as the newsroom has it now, with its body in the format it was last written in or in
/// the one that `body` names.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "get_editorial_article",
    security(("bearer" = [])),
    params(("id" = i64, Path, description = "The News ID."), FormatQuery),
    responses((status = 200, description = "The working copy.", body = ArticleView,
        headers(("ETag" = String, description = "Its version."))))
)]
#[get("/articles/{id}")]
pub async fn get_article(
    caller: Caller,
    id: Id,
    query: Query<FormatQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::WriteArticles)?;
    let article = db.read(move |c| find(c, id, &caller)).await?;
    Ok(taxonomy::answer(article.row.version, ArticleView::new(article, query.0.body)))
}

/// Change a working copy
///
/// A merge patch (RFC 7396). Every change is kept as a revision; readers see nothing of it until the
/// article is published again. Reporters can change their own drafts.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "update_article",
    security(("bearer" = [])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        ("If-Match" = String, Header, description = "The `ETag` of the version you have seen."),
    ),
    request_body(content((ArticleInput = "application/merge-patch+json"), (ArticleInput = "application/json"))),
    responses(
        (status = 200, description = "The working copy as it is now.", body = ArticleView,
            headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "The slug is taken.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[patch("/articles/{id}")]
pub async fn update_article(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<ArticleInput>,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::WriteArticles)?;
    let patch = body.read_patch().await?;
    let desk = desk(&caller, &clock, &site);
    let article = db
        .write(move |c| {
            let before = find(c, id, &caller)?;
            if before.row.status != Status::Draft {
                caller.require(Permission::EditArticles)?;
            }
            if_match.check(before.row.version)?;
            editing::save(c, &before, patch, &desk)
        })
        .await?;
    Ok(taxonomy::answer(article.row.version, ArticleView::new(article, None)))
}

/// List the steps an article can take
///
/// The transitions that are possible in its present state and allowed to you.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_transitions",
    security(("bearer" = [])),
    params(("id" = i64, Path, description = "The News ID.")),
    responses((status = 200, description = "The steps.", body = TransitionList))
)]
#[get("/articles/{id}/transitions")]
pub async fn list_transitions(
    caller: Caller,
    id: Id,
    db: Data<Db>,
    _: Query<Nothing>,
) -> Result<Json<TransitionList>, Error> {
    caller.require(Permission::WriteArticles)?;
    let may_publish = caller.may(Permission::PublishArticles);
    let article = db.read(move |c| find(c, id, &caller)).await?;
    let steps = workflow::steps_from(article.row.status).filter(|_| may_publish);
    Ok(Json(TransitionList { data: steps.map(|to| TransitionView { to }).collect() }))
}

/// Take a step with an article
///
/// `publish` shows readers the working copy as it is now, `withdraw` takes the article back from them.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "take_transition",
    security(("bearer" = [])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        ("If-Match" = String, Header, description = "The `ETag` of the version you have seen."),
    ),
    request_body = TransitionInput,
    responses(
        (status = 200, description = "The article after the step.", body = ArticleView,
            headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "Its state has no such step; `allowed` lists those it has.", body = Problem,
            content_type = "application/problem+json"),
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
) -> Result<HttpResponse, Error> {
    caller.require(Permission::PublishArticles)?;
    let (input, mut faults) = body.read().await?;
    let step = model::check_step(input, &mut faults);
    let (transition, correction) = faults.finish(step).map_err(Error::invalid_body)?;
    let now = clock.now();
    let article = db
        .write(move |c| {
            let before = find(c, id, &caller)?;
            if_match.check(before.row.version)?;
            let (article, version) = (before.row.id, before.row.version);
            publishing::take(c, &Step { article, version, transition, correction, by: caller.id, at: now })?;
            find(c, id, &caller)
        })
        .await?;
    Ok(taxonomy::answer(article.row.version, ArticleView::new(article, None)))
}

fn desk(caller: &Caller, clock: &Clock, site: &Site) -> Desk {
    Desk { account: caller.id, now: clock.now(), language: site.language.clone(), whose: whose(caller) }
}

/// Reporters know of their own articles only.
fn whose(caller: &Caller) -> Whose {
    if caller.may(Permission::EditArticles) { Whose::Everybody } else { Whose::Only(caller.id) }
}

fn find(conn: &mut Conn, Id(id): Id, caller: &Caller) -> Result<WorkingArticle, Error> {
    store::find(conn, id, whose(caller))?
        .ok_or_else(|| Error::new(Code::NotFound, format!("There is no article {id}.")))
}
