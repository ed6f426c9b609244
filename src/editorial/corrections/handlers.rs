//! The operations on corrections.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch};

use super::dto::{CorrectionPage, CorrectionPatch, CorrectionQuery, CorrectionView};
use super::editing;
use crate::Error;
use crate::audit::EditContext;
use crate::editorial::articles::access;
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag, path};
use crate::publishing::corrections;

/// List an article's corrections
///
/// Returns the corrections of the article, newest first, with those that were withdrawn. The `ETag` is the version of the
/// article: it is the `If-Match` for mending or withdrawing a correction.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_editorial_corrections",
    security(("bearer" = ["read_articles"])),
    params(("id" = i64, Path, description = "The News ID."), CorrectionQuery),
    responses((status = 200, description = "A page of corrections.", body = CorrectionPage,
        headers(("ETag" = String, description = "The version of the article."))))
)]
#[get(r"/articles/{id:\d+}/corrections")]
pub async fn list_corrections(
    context: EditContext,
    request: HttpRequest,
    id: Id,
    Query(query): Query<CorrectionQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadArticles)?;
    let list = format!("editorial/articles/{}/corrections", id.0);
    let page_request = PageRequest::new(&list, &(), query.limit, query.cursor.as_deref())?;
    let (page, version) = context
        .read(move |c, requester| {
            let working = access::find_readable(c, id.0, &requester.caller)?;
            let rows = corrections::list(c, id.0, &page_request)?;
            let page = page_request.page(rows, |row| (row.published_at.micros(), row.id));
            Ok((page.map(CorrectionView::from), working.row.version))
        })
        .await?;
    let link = ("Link", page.links(&request));
    Ok(HttpResponse::Ok()
        .insert_header(link)
        .insert_header(header::ETag(etag::of_version(version)))
        .json(page))
}

/// Mend a correction
///
/// Applies a merge patch (RFC 7396) to the kind and text of a published correction. Readers see the new text and the time of the
/// change immediately, and the article's `updated_at` moves. The article gets a new version. The audit log has the text before
/// and after, as `article.mend_correction`.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "mend_correction",
    security(("bearer" = ["publish_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        ("correction" = i64, Path, description = "The id of the correction."),
        IfMatchHeader,
    ),
    request_body(content((CorrectionPatch = "application/merge-patch+json"), (CorrectionPatch = "application/json"))),
    responses(
        (status = 200, description = "The correction after the change.", body = CorrectionView,
            headers(("ETag" = String, description = "The new version of the article."))),
        (status = 409, description = "The correction was withdrawn."),
    )
)]
#[patch(r"/articles/{id:\d+}/corrections/{correction:\d+}")]
pub async fn mend_correction(
    context: EditContext,
    request: HttpRequest,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<CorrectionPatch>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::PublishArticles)?;
    let correction = path::number(&request, "correction")?;
    let patch = body.read_patch().await?;
    let (correction, version) = context
        .write(move |c, requester| editing::mend(c, (id.0, correction), &if_match, &patch, requester))
        .await?;
    Ok(etag::answer(version, CorrectionView::from(correction)))
}

/// Withdraw a correction
///
/// Removes a published correction from the article. Readers no longer see it, and the article's `updated_at` moves. Editors still
/// see it in the list of corrections, as `withdrawn`. The article gets a new version. The audit log has the text, as
/// `article.withdraw_correction`.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "withdraw_correction",
    security(("bearer" = ["publish_articles"])),
    params(
        ("id" = i64, Path, description = "The News ID."),
        ("correction" = i64, Path, description = "The id of the correction."),
        IfMatchHeader,
    ),
    responses(
        (status = 204, description = "Readers no longer see the correction.",
            headers(("ETag" = String, description = "The new version of the article."))),
        (status = 409, description = "The correction was withdrawn before."),
    )
)]
#[delete(r"/articles/{id:\d+}/corrections/{correction:\d+}")]
pub async fn withdraw_correction(
    context: EditContext,
    request: HttpRequest,
    id: Id,
    if_match: IfMatch,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::PublishArticles)?;
    let correction = path::number(&request, "correction")?;
    let version = context
        .write(move |c, requester| editing::withdraw(c, (id.0, correction), &if_match, requester))
        .await?;
    Ok(HttpResponse::NoContent().insert_header(header::ETag(etag::of_version(version))).finish())
}
