//! HTTP handlers of the section operations.

use actix_web::web::Json;
use actix_web::{HttpResponse, delete, get, patch, post};

use super::dto::{CreateSection, SectionInput, SectionList, SectionView};
use super::model::Section;
use super::{editing, merging, store};
use crate::Error;
use crate::audit::{EditContext, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::Conn;
use crate::editorial::merging::{MergeInput, run_in_batches};
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::query::NoQuery;
use crate::http::{Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag};

/// List all sections
///
/// Returns every section with all its members, ordered by path. A parent comes before its children.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "list_sections",
    security(("bearer" = ["read_taxonomy"])),
    responses((status = 200, description = "The sections.", body = SectionList))
)]
#[get("/sections")]
pub async fn list_sections(context: EditContext, _: Query<NoQuery>) -> Result<Json<SectionList>, Error> {
    context.require(Permission::ReadTaxonomy)?;
    let sections = context.read(|conn, _| Ok(store::list(conn)?)).await?;
    Ok(Json(SectionList { data: sections.into_iter().map(SectionView::from).collect() }))
}

/// Create a section
///
/// Creates a section in the tree. If you send no `slug`, the server makes one from the name. The slug must be unique among the
/// sections with the same parent.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "create_section",
    security(("bearer" = ["edit_structure"])),
    params(IdempotencyHeader),
    request_body = CreateSection,
    responses(
        (status = 201, description = "The new section.", body = SectionView, headers(
            ("ETag" = String, description = "The version of the section."),
            ("Location" = String, description = "The URL path of the section in this API."),
        )),
        (status = 409, description = "A section with the same parent has this slug."),
    )
)]
#[post("/sections")]
pub async fn create_section(
    context: EditContext,
    body: Idempotent<SectionInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let (input, faults, request) = body.read().await?;
    context
        .create(request, move |conn, requester| {
            let section = editing::create(conn, input, faults, requester.slugs, &requester.attribution())?;
            let location = format!("/v1/editorial/sections/{}", section.id);
            Created::at(location, section.version, &SectionView::from(section))
        })
        .await
}

/// Get a section
///
/// Returns one section with all its members.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "get_editorial_section",
    security(("bearer" = ["read_taxonomy"])),
    params(("id" = i64, Path, description = "The id of the section.")),
    responses((status = 200, description = "The section.", body = SectionView,
        headers(("ETag" = String, description = "The version of the section."))))
)]
#[get(r"/sections/{id:\d+}")]
pub async fn get_section(context: EditContext, id: Id, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadTaxonomy)?;
    let section = context.read(move |conn, _| find(conn, id)).await?;
    Ok(etag::answer(section.version, SectionView::from(section)))
}

/// Update a section
///
/// Applies a JSON merge patch (RFC 7396). A new slug or parent changes the path of the section and of all sections below it. The
/// URLs of the former paths redirect to the new ones.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "update_section",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The id of the section."),
        IfMatchHeader,
    ),
    request_body(content((SectionInput = "application/merge-patch+json"), (SectionInput = "application/json"))),
    responses(
        (status = 200, description = "The updated section.", body = SectionView,
            headers(("ETag" = String, description = "The version of the section."))),
        (status = 409, description = "A section with the same parent has this slug."),
    )
)]
#[patch(r"/sections/{id:\d+}")]
pub async fn update_section(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<SectionInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let patch = body.read_patch().await?;
    let (by, style) = (context.requester().attribution(), context.requester().slugs);
    let section = context
        .db()
        .write_long(move |conn| {
            let before = find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::Section, before.id, before.version)?;
            let (input, faults) = patch.apply(&SectionInput::from(&before))?;
            editing::update(conn, &before, input, faults, style, &by)
        })
        .await?;
    Ok(etag::answer(section.version, SectionView::from(section)))
}

/// Delete a section
///
/// Deletes a section without articles and without sections below it. If it has any, move them first or merge the section into
/// another one.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "delete_section",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The id of the section."),
        IfMatchHeader,
    ),
    responses(
        (status = 204, description = "The section is deleted."),
        (status = 409, description = "The section has articles or sections below it."),
    )
)]
#[delete(r"/sections/{id:\d+}")]
pub async fn delete_section(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    context
        .write(move |conn, requester| {
            let section = find(conn, id)?;
            precondition::require(conn, &if_match, TargetKind::Section, section.id, section.version)?;
            editing::delete(conn, &section, &requester.attribution())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Merge a section into another
///
/// Moves every article of the section to the section `into`, then deletes the section. Published articles move too, and each
/// working copy gets a new revision with a note. Sections below it move below the other section. The URL of the deleted section
/// redirects to the URL of the other section.
///
/// The server changes many articles in batches, so other requests can run between them. If the request fails before it is
/// complete, send it again: it continues with the remaining articles.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "merge_section",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The id of the section to merge and delete."),
        IfMatchHeader,
    ),
    request_body = MergeInput,
    responses(
        (status = 200, description = "The section that it was merged into.", body = SectionView,
            headers(("ETag" = String, description = "The version of the section."))),
        (status = 409, description = "Both sections have a child section with the same slug."),
    )
)]
#[post(r"/sections/{id:\d+}/merge")]
pub async fn merge_section(
    context: EditContext,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<MergeInput>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditStructure)?;
    let (input, faults) = body.read().await?;
    let by = context.requester().attribution();
    let section = run_in_batches(context.db().clone(), move |conn| {
        let source = find(conn, id)?;
        precondition::require(conn, &if_match, TargetKind::Section, source.id, source.version)?;
        merging::merge(conn, &source, &input, faults.clone(), &by)
    })
    .await?;
    Ok(etag::answer(section.version, SectionView::from(section)))
}

/// The section with this id. Fails with 404 when there is none.
fn find(conn: &mut Conn, Id(id): Id) -> Result<Section, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("section"))
}
