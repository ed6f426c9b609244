//! The article operations.

use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};

use super::body::BodyView;
use super::creation::{self, NewArticle};
use super::dto::{ArticleInput, CopyInput, CreateArticle, DeleteQuery, FormatQuery};
use super::editing::{self, Edit};
use super::list_query::ArticleQuery;
use super::view::{ArticlePage, ArticleView};
use super::{access, listing_store, removal};
use crate::Error;
use crate::audit::{EditContext, Requester};
use crate::content::Fault;
use crate::content::notice::Notice;
use crate::db::Conn;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::{Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag, query};

/// The most characters of a search text.
const MAX_SEARCH: usize = 256;

/// List articles
///
/// Returns working copies with any status, without their bodies. The one that was changed last comes first, unless `sort` says
/// otherwise. Reporters see only the articles they created.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_editorial_articles",
    security(("bearer" = ["read_articles"])),
    params(ArticleQuery),
    responses((status = 200, description = "A page of articles.", body = ArticlePage))
)]
#[get("/articles")]
pub async fn list_articles(
    context: EditContext,
    request: HttpRequest,
    Query(query): Query<ArticleQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadArticles)?;
    check_search_text(query.q.as_deref())?;
    let page_request = PageRequest::new("editorial/articles", &query, query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |c, requester| {
            let rows = listing_store::list(c, &query, &requester.caller, &page_request)?;
            let total =
                query.count.map(|_| listing_store::count(c, &query, &requester.caller)).transpose()?;
            let sort = query.sort.unwrap_or_default();
            Ok(page_request.page(rows, |article| listing_store::key(article, sort)).with_total(total))
        })
        .await?
        .map(ArticleView::without_body);
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Create an article
///
/// Creates a draft. Only the headline is required until the article is published. Editors and admins can choose the News
/// ID of an article that they import from another system.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "create_article",
    security(("bearer" = ["write_articles"])),
    params(IdempotencyHeader),
    request_body = CreateArticle,
    responses(
        (status = 201, description = "The new draft.", body = ArticleView, headers(
            ("ETag" = String, description = "The version of the article."),
            ("Location" = String, description = "The URL of the article."),
        )),
        (status = 409, description = "The slug or the News ID is taken."),
    )
)]
#[post("/articles")]
pub async fn create_article(
    context: EditContext,
    body: Idempotent<ArticleInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::WriteArticles)?;
    let (input, faults, request) = body.read().await?;
    let new = NewArticle::check(input, &context.requester().language, faults);
    let body = new.body_view();
    context.create(request, move |c, requester| create(c, new, body, requester)).await
}

/// Copy an article
///
/// Creates a draft with the content of the working copy. The headline stays; the slug is made anew. What belongs to the original
/// stays there: News ID, slug, publish time, schedule, embargo, expiry, closing time of comments, `is_breaking`,
/// `seo.canonical_url`, corrections, comments and revisions. The note of the first revision names the original. Reporters can
/// copy only the articles they created. A killed article cannot be copied, because the copy could be published.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "copy_article",
    security(("bearer" = ["write_articles"])),
    params(("id" = i64, Path, description = "The News ID of the original."), IdempotencyHeader),
    request_body = CopyInput,
    responses(
        (status = 201, description = "The new draft.", body = ArticleView, headers(
            ("ETag" = String, description = "The version of the new article."),
            ("Location" = String, description = "The URL of the new article."),
        )),
        (status = 409, description = "The article is killed."),
    )
)]
#[post(r"/articles/{id:\d+}/copies")]
pub async fn copy_article(
    context: EditContext,
    id: Id,
    body: Idempotent<CopyInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::WriteArticles)?;
    let (input, faults, request) = body.read().await?;
    // The original is read in the transaction that makes the copy: a repeated request gets its response also when the original
    // is gone.
    context
        .create(request, move |c, requester| {
            let original = access::find_for_copy(c, id.0, &requester.caller)?;
            let new = NewArticle::copy(original, input, faults);
            let body = new.body_view();
            create(c, new, body, requester)
        })
        .await
}

/// Creates the article, and returns the response with that view of its body.
fn create(
    conn: &mut Conn,
    new: NewArticle,
    (body, notices): (Option<BodyView>, Vec<Notice>),
    requester: &Requester,
) -> Result<Created, Error> {
    let article = creation::create(conn, new, requester)?;
    let location = format!("/v1/editorial/articles/{}", article.row.id);
    let version = article.row.version;
    let view = ArticleView { body, notices, ..ArticleView::without_body(article) };
    Created::at(location, version, &view)
}

/// Read a working copy
///
/// Returns the newest revision, with its body in the format of the last save or in the format of the parameter `body`.
/// Each format has its own `ETag`; each of them is a valid `If-Match`.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "get_editorial_article",
    security(("bearer" = ["read_articles"])),
    params(("id" = i64, Path, description = "The News ID."), FormatQuery),
    responses((status = 200, description = "The working copy.", body = ArticleView,
        headers(("ETag" = String, description = "The version of the article."))))
)]
#[get(r"/articles/{id:\d+}")]
pub async fn get_article(
    context: EditContext,
    id: Id,
    Query(query): Query<FormatQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadArticles)?;
    let article = context.read(move |c, requester| access::find_readable(c, id.0, &requester.caller)).await?;
    Ok(etag::answer_in(article.row.version, query.body, ArticleView::new(article, query.body)))
}

/// Change a working copy
///
/// Applies a merge patch (RFC 7396) and saves the result as a new revision. Readers see the change when the article is
/// published again. Reporters can change only their own drafts; they `return` an article in review to draft first.
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
        (status = 200, description = "The new working copy.", body = ArticleView,
            headers(("ETag" = String, description = "The version of the article."))),
        (status = 409, description = "The slug is taken, or the article is killed or in the trash."),
    )
)]
#[patch(r"/articles/{id:\d+}")]
pub async fn update_article(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<ArticleInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::WriteArticles)?;
    let patch = body.read_patch().await?;
    let prepare = move |_: &mut _, before: &_, requester: &_| Edit::patch(before, &patch, requester);
    let article = editing::prepare_and_save(&context, id.0, if_match, prepare).await?;
    Ok(etag::answer(article.row.version, ArticleView::new(article, None)))
}

/// Replace a working copy
///
/// Saves the whole article as a new revision. Members that are not sent get the value they have in a new article. The
/// rules are those of changing a working copy.
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
        (status = 200, description = "The new working copy.", body = ArticleView,
            headers(("ETag" = String, description = "The version of the article."))),
        (status = 409, description = "The slug is taken, or the article is killed or in the trash."),
    )
)]
#[put(r"/articles/{id:\d+}")]
pub async fn replace_article(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<ArticleInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::WriteArticles)?;
    let (input, faults) = body.read().await?;
    let prepare = |_: &mut _, before: &_, requester: &_| Ok(Edit::replace(before, input, faults, requester));
    let article = editing::prepare_and_save(&context, id.0, if_match, prepare).await?;
    Ok(etag::answer(article.row.version, ArticleView::new(article, None)))
}

/// Delete an article
///
/// Moves the article to the trash, from which editors can restore it. `permanent=true` deletes an article in the trash
/// permanently, with all its revisions. A published article must be withdrawn first.
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
        (status = 204, description = "The article is in the trash, or deleted."),
        (status = 409, description = "The status of the article does not allow it; `allowed` lists the possible \
            transitions."),
    )
)]
#[delete(r"/articles/{id:\d+}")]
pub async fn delete_article(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    Query(query): Query<DeleteQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditArticles)?;
    context
        .write(move |c, requester| {
            if query.permanent.unwrap_or_default() {
                removal::delete(c, id.0, &if_match, requester)
            } else {
                removal::trash(c, id.0, &if_match, requester)
            }
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

fn check_search_text(text: Option<&str>) -> Result<(), Error> {
    let length = text.map_or(0, |text| text.chars().count());
    if length > MAX_SEARCH {
        let detail = format!("has {length} characters; at most {MAX_SEARCH} are allowed");
        return Err(query::invalid(vec![Fault::parameter("q", "too-long", detail)]));
    }
    Ok(())
}
