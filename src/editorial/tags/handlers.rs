//! HTTP handlers of the tag operations.

use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};

use super::dto::{CreateTag, TagInput, TagPage, TagQuery, TagView};
use super::model::Tag;
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

/// List tags
///
/// Returns tags with all their members, ordered by slug.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "list_editorial_tags",
    security(("bearer" = ["read_taxonomy"])),
    params(TagQuery),
    responses((status = 200, description = "A page of tags.", body = TagPage))
)]
#[get("/tags")]
pub async fn list_tags(
    context: EditContext,
    request: HttpRequest,
    Query(query): Query<TagQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadTaxonomy)?;
    let page_request = PageRequest::new("editorial/tags", &(), query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |conn, _| {
            let rows = store::list(conn, &page_request)?;
            Ok(page_request.page(rows, |tag: &Tag| tag.slug.clone()).map(TagView::from))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Create a tag
///
/// Creates a tag. If you send no `slug`, the server makes one from the name. The slug must be unique among tags.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "create_tag",
    security(("bearer" = ["edit_taxonomy"])),
    params(IdempotencyHeader),
    request_body = CreateTag,
    responses(
        (status = 201, description = "The new tag.", body = TagView, headers(
            ("ETag" = String, description = "The version of the tag."),
            ("Location" = String, description = "The URL path of the tag in this API."),
        )),
        (status = 409, description = "Another tag has this slug."),
    )
)]
#[post("/tags")]
pub async fn create_tag(context: EditContext, body: Idempotent<TagInput>) -> Result<HttpResponse, Error> {
    context.require(Permission::EditTaxonomy)?;
    let (input, faults, request) = body.read().await?;
    context
        .create(request, move |conn, requester| {
            let tag = editing::create(conn, input, faults, requester.slugs, &requester.attribution())?;
            let location = format!("/v1/editorial/tags/{}", tag.id);
            Created::at(location, tag.version, &TagView::from(tag))
        })
        .await
}

/// Get a tag
///
/// Returns one tag with all its members.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "get_editorial_tag",
    security(("bearer" = ["read_taxonomy"])),
    params(("id" = i64, Path, description = "The id of the tag.")),
    responses((status = 200, description = "The tag.", body = TagView,
        headers(("ETag" = String, description = "The version of the tag."))))
)]
#[get(r"/tags/{id:\d+}")]
pub async fn get_tag(context: EditContext, id: Id, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadTaxonomy)?;
    let tag = context.read(move |conn, _| find(conn, id)).await?;
    Ok(etag::answer(tag.version, TagView::from(tag)))
}

/// Update a tag
///
/// Applies a JSON merge patch (RFC 7396). The change shows immediately on every published article with this tag. The URL of a
/// former slug redirects to the new one.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "update_tag",
    security(("bearer" = ["edit_taxonomy"])),
    params(
        ("id" = i64, Path, description = "The id of the tag."),
        IfMatchHeader,
    ),
    request_body(content((TagInput = "application/merge-patch+json"), (TagInput = "application/json"))),
    responses(
        (status = 200, description = "The updated tag.", body = TagView,
            headers(("ETag" = String, description = "The version of the tag."))),
        (status = 409, description = "Another tag has this slug."),
    )
)]
#[patch(r"/tags/{id:\d+}")]
pub async fn update_tag(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<TagInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditTaxonomy)?;
    let patch = body.read_patch().await?;
    let tag = context
        .write(move |conn, requester| {
            let before = find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::Tag, before.id, before.version)?;
            let (input, faults) = patch.apply(&TagInput::from(&before))?;
            editing::update(conn, &before, input, faults, requester.slugs, &requester.attribution())
        })
        .await?;
    Ok(etag::answer(tag.version, TagView::from(tag)))
}

/// Delete a tag
///
/// Deletes a tag that no article uses. If articles use it, remove it from them or merge it into another tag.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "delete_tag",
    security(("bearer" = ["edit_taxonomy"])),
    params(
        ("id" = i64, Path, description = "The id of the tag."),
        IfMatchHeader,
    ),
    responses(
        (status = 204, description = "The tag is deleted."),
        (status = 409, description = "An article uses the tag."),
    )
)]
#[delete(r"/tags/{id:\d+}")]
pub async fn delete_tag(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditTaxonomy)?;
    context
        .write(move |conn, requester| {
            let tag = find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::Tag, tag.id, tag.version)?;
            editing::delete(conn, &tag, &requester.attribution())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Merge a tag into another
///
/// Replaces the tag with the tag `into` on every article, then deletes it. Published articles change too, and each working copy
/// gets a new revision with a note. The URL of the deleted tag redirects to the URL of the other tag.
///
/// The server changes many articles in batches, so other requests can run between them. If the request fails before it is
/// complete, send it again: it continues with the remaining articles.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "merge_tag",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The id of the tag to merge and delete."),
        IfMatchHeader,
    ),
    request_body = MergeInput,
    responses(
        (status = 200, description = "The tag that it was merged into.", body = TagView,
            headers(("ETag" = String, description = "The version of the tag."))),
    )
)]
#[post(r"/tags/{id:\d+}/merge")]
pub async fn merge_tag(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<MergeInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let (input, faults) = body.read().await?;
    let by = context.requester().attribution();
    let tag = run_in_batches(context.db().clone(), move |conn| {
        let source = find(conn, id)?;
        precondition::require(conn, &if_match, TargetKind::Tag, source.id, source.version)?;
        editing::merge(conn, &source, &input, faults.clone(), &by)
    })
    .await?;
    Ok(etag::answer(tag.version, TagView::from(tag)))
}

/// The tag with this id. Fails with 404 when there is none.
fn find(conn: &mut Conn, Id(id): Id) -> Result<Tag, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("tag"))
}
