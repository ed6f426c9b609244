//! HTTP handlers of the redirect operations.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};

use super::batch::CheckedBatch;
use super::dto::{
    BatchResult, CreateRedirect, RedirectBatch, RedirectInput, RedirectPage, RedirectQuery, RedirectView,
};
use super::model::Redirect;
use super::{editing, store, table};
use crate::Error;
use crate::audit::{EditContext, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::Conn;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::{Limit, LongLimit, Page, PageRequest};
use crate::http::query::NoQuery;
use crate::http::{Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, Site, accept, cacheable, etag};

/// List redirects
///
/// Returns redirects ordered by the path in `from`. With `Accept: text/csv` the response is a table with the columns `from`
/// and `to`, which `POST /v1/editorial/redirects/batch` accepts. The `Link` header has the URL of the next page.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "list_redirects",
    security(("bearer" = ["edit_structure"])),
    params(RedirectQuery),
    responses(
        (status = 200, description = "A page of redirects.",
            content((RedirectPage = "application/json"), (String = "text/csv"))),
        (status = 406, description = "`Accept` allows neither JSON nor CSV."),
    )
)]
#[get("/redirects")]
pub async fn list_redirects(
    context: EditContext,
    request: HttpRequest,
    Query(query): Query<RedirectQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let media = accept::choose(&request, &[cacheable::JSON, table::MEDIA_TYPE])?;
    let default = if media == table::MEDIA_TYPE { LongLimit::MAX.into() } else { Limit::default() };
    let limit = query.limit.map_or(default, Limit::from);
    let page_request = PageRequest::new("editorial/redirects", &(), limit, query.cursor.as_deref())?;
    let page: Page<Redirect> = context
        .read(move |conn, _| {
            let rows = store::list(conn, &page_request)?;
            Ok(page_request.page(rows, |redirect: &Redirect| redirect.from.clone()))
        })
        .await?;
    let mut response = HttpResponse::Ok();
    response.insert_header(("Link", page.links(&request)));
    if media == table::MEDIA_TYPE {
        let table = table::write(&page.data).map_err(Error::internal)?;
        return Ok(response.content_type("text/csv; charset=utf-8; header=present").body(table));
    }
    Ok(response.json(page.map(RedirectView::from)))
}

/// Create a redirect
///
/// `GET /v1/resolve` then answers a request for `from` with `to`. Articles, sections, authors and tags have priority: the
/// redirect applies only if none of them has, or had, the path. A redirect with a query in `from` takes precedence
/// over them.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "create_redirect",
    security(("bearer" = ["edit_structure"])),
    params(IdempotencyHeader),
    request_body = CreateRedirect,
    responses(
        (status = 201, description = "The new redirect.", body = RedirectView, headers(
            ("ETag" = String, description = "The version of the redirect."),
            ("Location" = String, description = "The URL path of the redirect in this API."),
        )),
        (status = 409, description = "Another redirect has this `from`."),
    )
)]
#[post("/redirects")]
pub async fn create_redirect(
    context: EditContext,
    body: Idempotent<RedirectInput>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let (input, faults, request) = body.read().await?;
    context
        .create(request, move |conn, requester| {
            let redirect = editing::create(conn, input, faults, &site, &requester.attribution())?;
            let location = format!("/v1/editorial/redirects/{}", redirect.id);
            Created::at(location, redirect.version, &RedirectView::from(redirect))
        })
        .await
}

/// Set many redirects
///
/// Creates or updates up to 10,000 redirects in one transaction: if one is invalid, none is written. A page that already has a
/// redirect gets the new target, so a repeated batch changes nothing. Redirects of other pages stay as they are. The body may
/// have up to 8 MiB.
///
/// In `text/csv` (UTF-8) the first line contains the names of the columns `from` and `to`, in any order. Other columns are
/// ignored. Commas or semicolons separate the columns. Pointers of faults are the same as in JSON: `/redirects/0/to` is in the
/// line after the names.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "set_redirects",
    security(("bearer" = ["edit_structure"])),
    request_body(content((RedirectBatch = "application/json"), (String = "text/csv"))),
    responses((status = 200, description = "The number of created, updated and unchanged redirects.",
        body = BatchResult))
)]
#[post("/redirects/batch")]
pub async fn set_redirects(
    context: EditContext,
    body: JsonBody<RedirectBatch>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let (batch, faults) = body.read_or(table::MEDIA_TYPE, table::read).await?;
    let batch = CheckedBatch::of(batch, faults, &site)?;
    let result =
        context.write(move |conn, requester| batch.set(conn, &site, &requester.attribution())).await?;
    Ok(HttpResponse::Ok().json(result))
}

/// Get a redirect
///
/// Returns one redirect.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "get_redirect",
    security(("bearer" = ["edit_structure"])),
    params(("id" = i64, Path, description = "The id of the redirect.")),
    responses((status = 200, description = "The redirect.", body = RedirectView,
        headers(("ETag" = String, description = "The version of the redirect."))))
)]
#[get(r"/redirects/{id:\d+}")]
pub async fn get_redirect(context: EditContext, id: Id, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let redirect = context.read(move |conn, _| find(conn, id)).await?;
    Ok(etag::answer(redirect.version, RedirectView::from(redirect)))
}

/// Update a redirect
///
/// Applies a JSON merge patch (RFC 7396).
#[utoipa::path(
    tag = "Redirects",
    operation_id = "update_redirect",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The id of the redirect."),
        IfMatchHeader,
    ),
    request_body(content((RedirectInput = "application/merge-patch+json"), (RedirectInput = "application/json"))),
    responses(
        (status = 200, description = "The updated redirect.", body = RedirectView,
            headers(("ETag" = String, description = "The version of the redirect."))),
        (status = 409, description = "Another redirect has this `from`."),
    )
)]
#[patch(r"/redirects/{id:\d+}")]
pub async fn update_redirect(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<RedirectInput>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let patch = body.read_patch().await?;
    let redirect = context
        .write(move |conn, requester| {
            let before = find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::Redirect, before.id, before.version)?;
            let (input, faults) = patch.apply(&RedirectInput::from(&before))?;
            editing::update(conn, &before, input, faults, &site, &requester.attribution())
        })
        .await?;
    Ok(etag::answer(redirect.version, RedirectView::from(redirect)))
}

/// Delete a redirect
///
/// `GET /v1/resolve` then no longer redirects requests for its `from`.
#[utoipa::path(
    tag = "Redirects",
    operation_id = "delete_redirect",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The id of the redirect."),
        IfMatchHeader,
    ),
    responses((status = 204, description = "The redirect is deleted."))
)]
#[delete(r"/redirects/{id:\d+}")]
pub async fn delete_redirect(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    context
        .write(move |conn, requester| {
            let redirect = find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::Redirect, redirect.id, redirect.version)?;
            editing::delete(conn, &redirect, &requester.attribution())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The redirect with this id. Fails with 404 when there is none.
fn find(conn: &mut Conn, Id(id): Id) -> Result<Redirect, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("redirect"))
}
