//! The tag operations.

use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};

use super::dto::{CreateTag, TagInput, TagPage, TagQuery, TagView};
use super::editing;
use super::store::{self, Tag};
use crate::Error;
use crate::audit::{EditContext, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::Conn;
use crate::editorial::merging::dto::MergeInput;
use crate::editorial::merging::in_lots;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag};

/// List tags
///
/// Tags with all their members, ordered by slug.
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
    let wanted = PageRequest::new("editorial/tags", &(), query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |c, _| {
            let rows = store::list(c, &wanted)?;
            Ok(wanted.page(rows, |tag: &Tag| tag.slug.clone()).map(TagView::from))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Create a tag
///
/// Adds a tag. The slug is made from the name unless it is given, and must be distinct.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "create_tag",
    security(("bearer" = ["edit_taxonomy"])),
    params(IdempotencyHeader),
    request_body = CreateTag,
    responses(
        (status = 201, description = "The new tag.", body = TagView, headers(
            ("ETag" = String, description = "The version."),
            ("Location" = String, description = "The address."),
        )),
        (status = 409, description = "The slug is taken."),
    )
)]
#[post("/tags")]
pub async fn create_tag(context: EditContext, body: Idempotent<TagInput>) -> Result<HttpResponse, Error> {
    context.require(Permission::EditTaxonomy)?;
    let (input, faults, request) = body.read().await?;
    context
        .create(request, move |c, editor| {
            let tag = editing::create(c, input, faults, &editor.attribution())?;
            let location = format!("/v1/editorial/tags/{}", tag.id);
            Created::at(location, tag.version, &TagView::from(tag))
        })
        .await
}

/// Read a tag
///
/// One tag with all members.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "get_editorial_tag",
    security(("bearer" = ["read_taxonomy"])),
    params(("id" = i64, Path, description = "The tag's id.")),
    responses((status = 200, description = "The tag.", body = TagView,
        headers(("ETag" = String, description = "The version."))))
)]
#[get("/tags/{id}")]
pub async fn get_tag(context: EditContext, id: Id, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadTaxonomy)?;
    let tag = context.read(move |c, _| find(c, id)).await?;
    Ok(etag::answer(tag.version, TagView::from(tag)))
}

/// Change a tag
///
/// A merge patch (RFC 7396). Every article that carries the tag shows the change at once.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "update_tag",
    security(("bearer" = ["edit_taxonomy"])),
    params(
        ("id" = i64, Path, description = "The tag's id."),
        IfMatchHeader,
    ),
    request_body(content((TagInput = "application/merge-patch+json"), (TagInput = "application/json"))),
    responses(
        (status = 200, description = "The tag as it is now.", body = TagView,
            headers(("ETag" = String, description = "The version."))),
        (status = 409, description = "The slug is taken."),
    )
)]
#[patch("/tags/{id}")]
pub async fn update_tag(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<TagInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditTaxonomy)?;
    let patch = body.read_patch().await?;
    let tag = context
        .write(move |c, editor| {
            let before = find(c, id)?;
            precondition::require(c, &if_match, TargetKind::Tag, before.id, before.version)?;
            let (input, faults) = patch.apply(&TagInput::from(&before))?;
            editing::change(c, &before, input, faults, &editor.attribution())
        })
        .await?;
    Ok(etag::answer(tag.version, TagView::from(tag)))
}

/// Delete a tag
///
/// Only a tag that no article carries can be deleted.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "delete_tag",
    security(("bearer" = ["edit_taxonomy"])),
    params(
        ("id" = i64, Path, description = "The tag's id."),
        IfMatchHeader,
    ),
    responses(
        (status = 204, description = "It is gone."),
        (status = 409, description = "An article carries the tag."),
    )
)]
#[delete("/tags/{id}")]
pub async fn delete_tag(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditTaxonomy)?;
    context
        .write(move |c, editor| {
            let tag = find(c, id)?;
            precondition::require(c, &if_match, TargetKind::Tag, tag.id, tag.version)?;
            editing::delete(c, &tag, &editor.attribution())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Merge a tag into another
///
/// Every article that carries the tag carries the other one afterwards, also where readers see it; working
/// copies get a new revision that says so. The tag is gone then, and its address leads to the other one's.
///
/// Many articles are filed anew one lot after the other, while others go on with their work. If that breaks off, send the same
/// request again: it goes on with the rest.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "merge_tag",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The id of the tag that goes."),
        IfMatchHeader,
    ),
    request_body = MergeInput,
    responses(
        (status = 200, description = "The tag that stays, as it is now.", body = TagView,
            headers(("ETag" = String, description = "The version."))),
    )
)]
#[post("/tags/{id}/merge")]
pub async fn merge_tag(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<MergeInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let (input, faults) = body.read().await?;
    let by = context.editor().attribution();
    let tag = in_lots(context.db().clone(), move |c| {
        let gone = find(c, id)?;
        precondition::require(c, &if_match, TargetKind::Tag, gone.id, gone.version)?;
        editing::merge(c, &gone, &input, faults.clone(), &by)
    })
    .await?;
    Ok(etag::answer(tag.version, TagView::from(tag)))
}

fn find(conn: &mut Conn, Id(id): Id) -> Result<Tag, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("tag"))
}
