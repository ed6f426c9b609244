//! The tag operations.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};

use super::dto::{CreateTag, TagInput, TagPage, TagQuery, TagView};
use super::editing;
use super::store::{self, Tag};
use crate::Error;
use crate::audit::{By, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::{Conn, Db};
use crate::editorial::merging::dto::MergeInput;
use crate::editorial::merging::in_lots;
use crate::http::idempotency::{Created, IdempotencyHeader, Once};
use crate::http::page::PageRequest;
use crate::http::query::Nothing;
use crate::http::{Caller, Clock, Id, IfMatch, JsonBody, Permission, Problem, Query, etag};

/// List tags
///
/// Tags with all their members, ordered by slug.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "list_editorial_tags",
    security(("bearer" = ["read_taxonomy"])),
    params(TagQuery),
    responses((status = 200, description = "A page of tags.", body = TagPage,
        headers(("Link" = String, description = "The neighbouring pages."))))
)]
#[get("/tags")]
pub async fn list_tags(
    caller: Caller,
    request: HttpRequest,
    query: Query<TagQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ReadTaxonomy)?;
    let Query(query) = query;
    let wanted = PageRequest::new("editorial/tags", &(), query.limit, query.cursor.as_deref())?;
    let page = db
        .read(move |c| {
            let rows = store::list(c, &wanted)?;
            Ok::<_, Error>(wanted.page(rows, |tag: &Tag| tag.slug.clone()).map(TagView::from))
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
        (status = 409, description = "The slug is taken.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/tags")]
pub async fn create_tag(
    caller: Caller,
    body: Once<TagInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditTaxonomy)?;
    let (input, faults, request) = body.read().await?;
    let by = By::caller(&caller, clock.now());
    request
        .carry_out(&db, by.at, move |c| {
            let tag = editing::create(c, input, faults, &by)?;
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
pub async fn get_tag(caller: Caller, id: Id, db: Data<Db>, _: Query<Nothing>) -> Result<HttpResponse, Error> {
    caller.require(Permission::ReadTaxonomy)?;
    let tag = db.read(move |c| find(c, id)).await?;
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
        ("If-Match" = String, Header, description = "The `ETag` of the version you have seen."),
    ),
    request_body(content((TagInput = "application/merge-patch+json"), (TagInput = "application/json"))),
    responses(
        (status = 200, description = "The tag as it is now.", body = TagView,
            headers(("ETag" = String, description = "The version."))),
        (status = 409, description = "The slug is taken.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[patch("/tags/{id}")]
pub async fn update_tag(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<TagInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditTaxonomy)?;
    let patch = body.read_patch().await?;
    let by = By::caller(&caller, clock.now());
    let tag = db
        .write(move |c| {
            let before = find(c, id)?;
            precondition::require(c, &if_match, TargetKind::Tag, before.id, before.version)?;
            let (input, faults) = patch.apply(&TagInput::from(&before))?;
            editing::change(c, &before, input, faults, &by)
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
        ("If-Match" = String, Header, description = "The `ETag` of the version you have seen."),
    ),
    responses(
        (status = 204, description = "It is gone."),
        (status = 409, description = "An article carries the tag.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[delete("/tags/{id}")]
pub async fn delete_tag(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    db: Data<Db>,
    clock: Data<Clock>,
    _: Query<Nothing>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditTaxonomy)?;
    let by = By::caller(&caller, clock.now());
    db.write(move |c| {
        let tag = find(c, id)?;
        precondition::require(c, &if_match, TargetKind::Tag, tag.id, tag.version)?;
        editing::delete(c, &tag, &by)
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
        ("If-Match" = String, Header, description = "The `ETag` of the version of it that you have seen."),
    ),
    request_body = MergeInput,
    responses(
        (status = 200, description = "The tag that stays, as it is now.", body = TagView,
            headers(("ETag" = String, description = "The version."))),
    )
)]
#[post("/tags/{id}/merge")]
pub async fn merge_tag(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<MergeInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditStructure)?;
    let (input, faults) = body.read().await?;
    let by = By::caller(&caller, clock.now());
    let tag = in_lots(db, move |c| {
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
