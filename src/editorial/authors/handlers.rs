//! HTTP handlers of the author operations.

use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};

use super::dto::{AuthorInput, AuthorPage, AuthorQuery, AuthorView, CreateAuthor};
use super::model::Author;
use super::{editing, store};
use crate::Error;
use crate::audit::{EditContext, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::Conn;
use crate::editorial::merging::{MergeInput, run_in_batches};
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag};

/// List authors
///
/// Returns authors with all their members, ordered by slug.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "list_editorial_authors",
    security(("bearer" = ["read_taxonomy"])),
    params(AuthorQuery),
    responses((status = 200, description = "A page of authors.", body = AuthorPage))
)]
#[get("/authors")]
pub async fn list_authors(
    context: EditContext,
    request: HttpRequest,
    Query(query): Query<AuthorQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadTaxonomy)?;
    let page_request = PageRequest::new("editorial/authors", &(), query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |conn, _| {
            let rows = store::list(conn, &page_request)?;
            page_request.page(rows, |author| author.slug.clone()).try_map(AuthorView::try_from)
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Create an author
///
/// Creates an author. If you send no `slug`, the server makes one from the name. The slug must be unique among authors.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "create_author",
    security(("bearer" = ["edit_taxonomy"])),
    params(IdempotencyHeader),
    request_body = CreateAuthor,
    responses(
        (status = 201, description = "The new author.", body = AuthorView, headers(
            ("ETag" = String, description = "The version of the author."),
            ("Location" = String, description = "The URL path of the author in this API."),
        )),
        (status = 409, description = "Another author has this slug."),
    )
)]
#[post("/authors")]
pub async fn create_author(
    context: EditContext,
    body: Idempotent<AuthorInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditTaxonomy)?;
    let (input, faults, request) = body.read().await?;
    context
        .create(request, move |conn, requester| {
            let author = editing::create(conn, input, faults, requester.slugs, &requester.attribution())?;
            let location = format!("/v1/editorial/authors/{}", author.id);
            Created::at(location, author.version, &AuthorView::try_from(author)?)
        })
        .await
}

/// Get an author
///
/// Returns one author with all members.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "get_editorial_author",
    security(("bearer" = ["read_taxonomy"])),
    params(("id" = i64, Path, description = "The id of the author.")),
    responses((status = 200, description = "The author.", body = AuthorView,
        headers(("ETag" = String, description = "The version of the author."))))
)]
#[get(r"/authors/{id:\d+}")]
pub async fn get_author(context: EditContext, id: Id, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadTaxonomy)?;
    let view = context.read(move |conn, _| AuthorView::try_from(find(conn, id)?)).await?;
    Ok(etag::answer(view.version, view))
}

/// Update an author
///
/// Applies a JSON merge patch (RFC 7396). The change shows immediately on every published article of this author. The URL of a
/// former slug redirects to the new one.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "update_author",
    security(("bearer" = ["edit_taxonomy"])),
    params(
        ("id" = i64, Path, description = "The id of the author."),
        IfMatchHeader,
    ),
    request_body(content((AuthorInput = "application/merge-patch+json"), (AuthorInput = "application/json"))),
    responses(
        (status = 200, description = "The updated author.", body = AuthorView,
            headers(("ETag" = String, description = "The version of the author."))),
        (status = 409, description = "Another author has this slug."),
    )
)]
#[patch(r"/authors/{id:\d+}")]
pub async fn update_author(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<AuthorInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditTaxonomy)?;
    let patch = body.read_patch().await?;
    let view = context
        .write(move |conn, requester| {
            let before = find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::Author, before.id, before.version)?;
            let (input, faults) = patch.apply(&AuthorInput::try_from(&before)?)?;
            let by = requester.attribution();
            AuthorView::try_from(editing::update(conn, &before, input, faults, requester.slugs, &by)?)
        })
        .await?;
    Ok(etag::answer(view.version, view))
}

/// Delete an author
///
/// Deletes an author whom no article names. If articles name the author, remove the author from them or merge the author into
/// another one.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "delete_author",
    security(("bearer" = ["edit_taxonomy"])),
    params(
        ("id" = i64, Path, description = "The id of the author."),
        IfMatchHeader,
    ),
    responses(
        (status = 204, description = "The author is deleted."),
        (status = 409, description = "An article names the author."),
    )
)]
#[delete(r"/authors/{id:\d+}")]
pub async fn delete_author(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditTaxonomy)?;
    context
        .write(move |conn, requester| {
            let author = find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::Author, author.id, author.version)?;
            editing::delete(conn, &author, &requester.attribution())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Merge an author into another
///
/// Replaces the author with the author `into` on every article, then deletes it. Published articles change too, and each working
/// copy gets a new revision with a note. If an article names both authors, the credits with different roles remain.
/// The URL of the deleted author redirects to the URL of the other author.
///
/// The server changes many articles in batches, so other requests can run between them. If the request fails before it is
/// complete, send it again: it continues with the remaining articles.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "merge_author",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The id of the author to merge and delete."),
        IfMatchHeader,
    ),
    request_body = MergeInput,
    responses(
        (status = 200, description = "The author that it was merged into.", body = AuthorView,
            headers(("ETag" = String, description = "The version of the author."))),
    )
)]
#[post(r"/authors/{id:\d+}/merge")]
pub async fn merge_author(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<MergeInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let (input, faults) = body.read().await?;
    let by = context.requester().attribution();
    let author = run_in_batches(context.db().clone(), move |conn| {
        let source = find(conn, id)?;
        precondition::require(conn, &if_match, TargetKind::Author, source.id, source.version)?;
        editing::merge(conn, &source, &input, faults.clone(), &by)
    })
    .await?;
    let view = AuthorView::try_from(author)?;
    Ok(etag::answer(view.version, view))
}

/// The author with this id. Fails with 404 when there is none.
fn find(conn: &mut Conn, Id(id): Id) -> Result<Author, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("author"))
}
