//! The section operations.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get, patch, post};

use super::dto::{CreateSection, SectionInput, SectionList, SectionView};
use super::store::{self, Section};
use super::{merging, tree};
use crate::Error;
use crate::audit::{Attribution, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::{Conn, Db};
use crate::editorial::merging::dto::MergeInput;
use crate::editorial::merging::in_lots;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::query::NoQuery;
use crate::http::{Caller, Clock, Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag};

/// List all sections
///
/// Every section with all its members, ordered by path, so that a parent comes before its children.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "list_sections",
    security(("bearer" = ["read_taxonomy"])),
    responses((status = 200, description = "The sections.", body = SectionList))
)]
#[get("/sections")]
pub async fn list_sections(
    caller: Caller,
    db: Data<Db>,
    _: Query<NoQuery>,
) -> Result<Json<SectionList>, Error> {
    caller.require(Permission::ReadTaxonomy)?;
    let sections = db.read(|c| Ok::<_, Error>(store::list(c)?)).await?;
    Ok(Json(SectionList { data: sections.into_iter().map(SectionView::from).collect() }))
}

/// Create a section
///
/// Adds a section to the tree. Its slug is made from its name unless it is given, and must be
/// distinct among its siblings.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "create_section",
    security(("bearer" = ["edit_structure"])),
    params(IdempotencyHeader),
    request_body = CreateSection,
    responses(
        (status = 201, description = "The new section.", body = SectionView, headers(
            ("ETag" = String, description = "Its version."),
            ("Location" = String, description = "Its address."),
        )),
        (status = 409, description = "The slug is taken."),
    )
)]
#[post("/sections")]
pub async fn create_section(
    caller: Caller,
    body: Idempotent<SectionInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditStructure)?;
    let (input, faults, request) = body.read().await?;
    let by = Attribution::caller(&caller, clock.now());
    request
        .run(&db, by.at, move |c| {
            let section = tree::add(c, input, faults, &by)?;
            let location = format!("/v1/editorial/sections/{}", section.id);
            Created::at(location, section.version, &SectionView::from(section))
        })
        .await
}

/// Read a section
///
/// One section with all its members.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "get_editorial_section",
    security(("bearer" = ["read_taxonomy"])),
    params(("id" = i64, Path, description = "The section's id.")),
    responses((status = 200, description = "The section.", body = SectionView,
        headers(("ETag" = String, description = "Its version."))))
)]
#[get("/sections/{id}")]
pub async fn get_section(
    caller: Caller,
    id: Id,
    db: Data<Db>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ReadTaxonomy)?;
    let section = db.read(move |c| find(c, id)).await?;
    Ok(etag::answer(section.version, SectionView::from(section)))
}

/// Change a section
///
/// A merge patch (RFC 7396). A new slug or parent moves the section, and the paths of everything
/// below it with it.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "update_section",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The section's id."),
        IfMatchHeader,
    ),
    request_body(content((SectionInput = "application/merge-patch+json"), (SectionInput = "application/json"))),
    responses(
        (status = 200, description = "The section as it is now.", body = SectionView,
            headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "The slug is taken."),
    )
)]
#[patch("/sections/{id}")]
pub async fn update_section(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<SectionInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditStructure)?;
    let patch = body.read_patch().await?;
    let by = Attribution::caller(&caller, clock.now());
    let section = db
        .write_long(move |c| {
            let before = find(c, id)?;
            precondition::require(c, &if_match, TargetKind::Section, before.id, before.version)?;
            let (input, faults) = patch.apply(&SectionInput::from(&before))?;
            tree::change(c, &before, input, faults, &by)
        })
        .await?;
    Ok(etag::answer(section.version, SectionView::from(section)))
}

/// Delete a section
///
/// Only a section that holds no article and no other section can be deleted.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "delete_section",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The section's id."),
        IfMatchHeader,
    ),
    responses(
        (status = 204, description = "It is gone."),
        (status = 409, description = "It is in use."),
    )
)]
#[delete("/sections/{id}")]
pub async fn delete_section(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    db: Data<Db>,
    clock: Data<Clock>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditStructure)?;
    let by = Attribution::caller(&caller, clock.now());
    db.write(move |c| {
        let section = find(c, id)?;
        precondition::require(c, &if_match, TargetKind::Section, section.id, section.version)?;
        tree::delete(c, &section, &by)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Merge a section into another
///
/// Everything that is filed in the section is filed in the other one afterwards, also where readers see it;
/// working copies get a new revision that says so. Sections below it move below the other one. The section is
/// gone then, and its path leads to the other one's.
///
/// Many articles are filed anew one lot after the other, while others go on with their work. If that breaks off, send the same
/// request again: it goes on with the rest.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "merge_section",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The id of the section that goes."),
        IfMatchHeader,
    ),
    request_body = MergeInput,
    responses(
        (status = 200, description = "The section that stays, as it is now.", body = SectionView,
            headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "A section of the same slug lies below both."),
    )
)]
#[post("/sections/{id}/merge")]
pub async fn merge_section(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<MergeInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditStructure)?;
    let (input, faults) = body.read().await?;
    let by = Attribution::caller(&caller, clock.now());
    let section = in_lots(db, move |c| {
        let gone = find(c, id)?;
        precondition::require(c, &if_match, TargetKind::Section, gone.id, gone.version)?;
        merging::merge(c, &gone, &input, faults.clone(), &by)
    })
    .await?;
    Ok(etag::answer(section.version, SectionView::from(section)))
}

fn find(conn: &mut Conn, Id(id): Id) -> Result<Section, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("section"))
}
