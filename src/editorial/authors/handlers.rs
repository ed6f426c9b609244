//! The author operations.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};

use super::dto::{AuthorInput, AuthorPage, AuthorQuery, AuthorView, CreateAuthor};
use super::editing;
use super::store::{self, Author};
use crate::Error;
use crate::audit::{Attribution, precondition};
use crate::content::vocabulary::TargetKind;
use crate::db::{Conn, Db};
use crate::editorial::merging::dto::MergeInput;
use crate::editorial::merging::in_lots;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::page::PageRequest;
use crate::http::query::NoQuery;
use crate::http::{Caller, Clock, Id, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag};

/// List authors
///
/// Authors with all their members, ordered by slug.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "list_editorial_authors",
    security(("bearer" = ["read_taxonomy"])),
    params(AuthorQuery),
    responses((status = 200, description = "A page of authors.", body = AuthorPage))
)]
#[get("/authors")]
pub async fn list_authors(
    caller: Caller,
    request: HttpRequest,
    query: Query<AuthorQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ReadTaxonomy)?;
    let Query(query) = query;
    let wanted = PageRequest::new("editorial/authors", &(), query.limit, query.cursor.as_deref())?;
    let page = db
        .read(move |c| {
            let rows = store::list(c, &wanted)?;
            wanted.page(rows, |author| author.slug.clone()).try_map(AuthorView::try_from)
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}

/// Enter an author
///
/// Adds an author. The slug is made from the name unless it is given, and must be distinct.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "create_author",
    security(("bearer" = ["edit_taxonomy"])),
    params(IdempotencyHeader),
    request_body = CreateAuthor,
    responses(
        (status = 201, description = "The new author.", body = AuthorView, headers(
            ("ETag" = String, description = "The version."),
            ("Location" = String, description = "The address."),
        )),
        (status = 409, description = "The slug is taken."),
    )
)]
#[post("/authors")]
pub async fn create_author(
    caller: Caller,
    body: Idempotent<AuthorInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditTaxonomy)?;
    let (input, faults, request) = body.read().await?;
    let by = Attribution::caller(&caller, clock.now());
    request
        .run(&db, by.at, move |c| {
            let author = editing::create(c, input, faults, &by)?;
            let location = format!("/v1/editorial/authors/{}", author.id);
            Created::at(location, author.version, &AuthorView::try_from(author)?)
        })
        .await
}

/// Read an author
///
/// One author with all members.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "get_editorial_author",
    security(("bearer" = ["read_taxonomy"])),
    params(("id" = i64, Path, description = "The author's id.")),
    responses((status = 200, description = "The author.", body = AuthorView,
        headers(("ETag" = String, description = "The version."))))
)]
#[get("/authors/{id}")]
pub async fn get_author(
    caller: Caller,
    id: Id,
    db: Data<Db>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ReadTaxonomy)?;
    let view = db.read(move |c| AuthorView::try_from(find(c, id)?)).await?;
    Ok(etag::answer(view.version, view))
}

/// Change an author
///
/// A merge patch (RFC 7396). Every article that names the author shows the change at once.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "update_author",
    security(("bearer" = ["edit_taxonomy"])),
    params(
        ("id" = i64, Path, description = "The author's id."),
        IfMatchHeader,
    ),
    request_body(content((AuthorInput = "application/merge-patch+json"), (AuthorInput = "application/json"))),
    responses(
        (status = 200, description = "The author as it is now.", body = AuthorView,
            headers(("ETag" = String, description = "The version."))),
        (status = 409, description = "The slug is taken."),
    )
)]
#[patch("/authors/{id}")]
pub async fn update_author(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    body: JsonBody<AuthorInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditTaxonomy)?;
    let patch = body.read_patch().await?;
    let by = Attribution::caller(&caller, clock.now());
    let view = db
        .write(move |c| {
            let before = find(c, id)?;
            precondition::require(c, &if_match, TargetKind::Author, before.id, before.version)?;
            let (input, faults) = patch.apply(&AuthorInput::try_from(&before)?)?;
            AuthorView::try_from(editing::change(c, &before, input, faults, &by)?)
        })
        .await?;
    Ok(etag::answer(view.version, view))
}

/// Delete an author
///
/// Only an author whom no article names can be deleted.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "delete_author",
    security(("bearer" = ["edit_taxonomy"])),
    params(
        ("id" = i64, Path, description = "The author's id."),
        IfMatchHeader,
    ),
    responses(
        (status = 204, description = "The author is gone."),
        (status = 409, description = "An article names the author."),
    )
)]
#[delete("/authors/{id}")]
pub async fn delete_author(
    caller: Caller,
    id: Id,
    if_match: IfMatch,
    db: Data<Db>,
    clock: Data<Clock>,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditTaxonomy)?;
    let by = Attribution::caller(&caller, clock.now());
    db.write(move |c| {
        let author = find(c, id)?;
        precondition::require(c, &if_match, TargetKind::Author, author.id, author.version)?;
        editing::delete(c, &author, &by)
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Merge an author into another
///
/// Every article that names the author names the other one afterwards, also where readers see it; working
/// copies get a new revision that says so. Where an article names both, the one named first stays, in that
/// role. The author is gone then, and the address leads to the other one's.
///
/// Many articles are filed anew one lot after the other, while others go on with their work. If that breaks off, send the same
/// request again: it goes on with the rest.
#[utoipa::path(
    tag = "Taxonomy",
    operation_id = "merge_author",
    security(("bearer" = ["edit_structure"])),
    params(
        ("id" = i64, Path, description = "The id of the author that goes."),
        IfMatchHeader,
    ),
    request_body = MergeInput,
    responses(
        (status = 200, description = "The author that stays, as it is now.", body = AuthorView,
            headers(("ETag" = String, description = "The version."))),
    )
)]
#[post("/authors/{id}/merge")]
pub async fn merge_author(
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
    let author = in_lots(db, move |c| {
        let gone = find(c, id)?;
        precondition::require(c, &if_match, TargetKind::Author, gone.id, gone.version)?;
        editing::merge(c, &gone, &input, faults.clone(), &by)
    })
    .await?;
    let view = AuthorView::try_from(author)?;
    Ok(etag::answer(view.version, view))
}

fn find(conn: &mut Conn, Id(id): Id) -> Result<Author, Error> {
    store::find(conn, id)?.ok_or_else(|| Error::not_found("author"))
}
