//! The article operations.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};

use super::dto::{ArticleInput, ArticleQuery, CreateArticle, DeleteQuery, FormatQuery};
use super::editing::{self, Edit, NewArticle};
use super::model::ArticleScope;
use super::view::{ArticlePage, ArticleView};
use super::{removal, store};
use crate::Error;
use crate::audit::Editor;
use crate::content::Fault;
use crate::db::Db;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::{
    Caller, Clock, Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, Site, etag, query,
};

/// The most characters that can be searched for.
const MAX_SEARCH: usize = 256;

/// List articles
///
/// Articles in any state, last changed first, without their bodies. Reporters see their own.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_editorial_articles",
    security(("bearer" = ["read_articles"])),
    params(ArticleQuery),
    responses((status = 200, description = "A page of articles.", body = ArticlePage))
)]
#[get("/articles")]
pub async fn list_articles(
    caller: Caller,
    request: HttpRequest,
    query: Query<ArticleQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ReadArticles)?;
    let Query(query) = query;
    if query.q.as_ref().is_some_and(|text| text.chars().count() > MAX_SEARCH) {
        let detail = format!("has more than {MAX_SEARCH} characters");
        return Err(query::invalid(vec![Fault::parameter("q", "too-long", detail)]));
    }
    let wanted = PageRequest::new("editorial/articles", &query, query.limit, query.cursor.as_deref())?;
    let scope = ArticleScope::of(&caller);
    let page = db
        .read(move |c| {
            let rows = store::list(c, &query, scope, &wanted)?;
            let total = query.count.map(|_| store::count(c, &query, scope)).transpose()?;
            let page = wanted.page(rows, |article| (article.row.updated_at.micros(), article.row.id));
            Ok::<_, Error>(page.with_total(total))
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
    security(("bearer" = ["write_articles"])),
    params(IdempotencyHeader),
    request_body = CreateArticle,
    responses(
        (status = 201, description = "The new draft.", body = ArticleView, headers(
            ("ETag" = String, description = "Its version."),
            ("Location" = String, description = "Its address."),
        )),
        (status = 409, description = "The slug or the News ID is taken."),
    )
)]
#[post("/articles")]
pub async fn create_article(
    caller: Caller,
    body: Idempotent<ArticleInput>,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::WriteArticles)?;
    let (input, faults, request) = body.read().await?;
    let editor = Editor::of(caller, &clock, &site);
    let new = NewArticle::check(input, &editor.language, faults);
    let body = new.body_view();
    request
        .run(&db, editor.now, move |c| {
            let article = editing::create(c, new, &editor)?;
            let location = format!("/v1/editorial/articles/{}", article.row.id);
            let version = article.row.version;
            Created::at(location, version, &ArticleView { body, ..ArticleView::without_body(article) })
        })
        .await
}

/// Read a working copy
///
/// The article as the newsroom has it now, with its body in the format it was last written in or in
/// the one that `body` names; each has an `ETag` of its own, and any of them is good as `If-Match`.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "get_editorial_article",
    security(("bearer" = ["read_articles"])),
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
    caller.require(Permission::ReadArticles)?;
    let article = db.read(move |c| editing::find_for(c, id.0, &caller)).await?;
    let format = query.0.body;
    Ok(etag::answer_in(article.row.version, format, ArticleView::new(article, format)))
}

/// Change a working copy
///
/// A merge patch (RFC 7396). Every change is kept as a revision; readers see nothing of it until the
/// article is published again. Reporters can change their own drafts.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "update_article",
    security(("bearer" = ["write_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        IfMatchHeader,
    ),
    request_body(content((ArticleInput = "application/merge-patch+json"), (ArticleInput = "application/json"))),
    responses(
        (status = 200, description = "The working copy as it is now.", body = ArticleView,
            headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "The slug is taken, or the article was killed or thrown away."),
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
    let editor = Editor::of(caller, &clock, &site);
    let work_out = move |_: &mut _, before: &_, editor: &_| Edit::patch(before, &patch, editor);
    let article = editing::save_seen(&db, id.0, if_match, editor, work_out).await?;
    Ok(etag::answer(article.row.version, ArticleView::new(article, None)))
}

/// Replace a working copy
///
/// Puts a whole article in the place of the working copy: what is not mentioned is gone from it, or has
/// the value it has in a new article. For the rest it is like changing it.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "replace_article",
    security(("bearer" = ["write_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        IfMatchHeader,
    ),
    request_body = CreateArticle,
    responses(
        (status = 200, description = "The working copy as it is now.", body = ArticleView,
            headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "The slug is taken, or the article was killed or thrown away."),
    )
)]
#[put("/articles/{id}")]
pub async fn replace_article(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<ArticleInput>,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::WriteArticles)?;
    let (input, faults) = body.read().await?;
    let editor = Editor::of(caller, &clock, &site);
    let work_out = |_: &mut _, before: &_, editor: &_| Ok(Edit::replace(before, input, faults, editor));
    let article = editing::save_seen(&db, id.0, if_match, editor, work_out).await?;
    Ok(etag::answer(article.row.version, ArticleView::new(article, None)))
}

/// Delete an article
///
/// Puts the article into the trash, from where it can be restored. With `permanent=true` an article that
/// is in the trash is deleted for good, with all its revisions. A published article is withdrawn first.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "delete_article",
    security(("bearer" = ["edit_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        IfMatchHeader,
        DeleteQuery,
    ),
    responses(
        (status = 204, description = "It is in the trash, or gone."),
        (status = 409, description = "Its state does not allow it; `allowed` lists the steps it has."),
    )
)]
#[delete("/articles/{id}")]
pub async fn delete_article(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    query: Query<DeleteQuery>,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditArticles)?;
    let editor = Editor::of(caller, &clock, &site);
    let permanent = query.0.permanent.unwrap_or_default();
    db.write(move |c| {
        if permanent {
            removal::delete(c, id.0, &if_match, &editor)
        } else {
            removal::discard(c, id.0, &if_match, &editor)
        }
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
