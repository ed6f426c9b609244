//! HTTP handlers of the site's settings.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, patch};

use super::dto::{SettingsInput, SettingsView};
use super::editing;
use super::model::SITE_ID;
use super::store;
use crate::Error;
use crate::audit::{EditContext, precondition};
use crate::content::vocabulary::TargetKind;
use crate::http::query::NoQuery;
use crate::http::{IfMatch, IfMatchHeader, JsonBody, Permission, Query, Site, etag};

/// Get the site settings
///
/// Returns the settings that editors can change while the server runs: how the site presents itself to readers, and the
/// policy of comments. What no editor has set has the value that the server was started with.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "get_site_settings",
    security(("bearer" = ["read_taxonomy"])),
    responses((status = 200, description = "The settings.", body = SettingsView,
        headers(("ETag" = String, description = "The version of the settings."))))
)]
#[get("/site")]
pub async fn get_settings(
    context: EditContext,
    _: Query<NoQuery>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadTaxonomy)?;
    let settings = context.read(|conn, _| Ok(store::settings(conn)?)).await?;
    Ok(etag::answer(settings.version, SettingsView::new(settings, &site)))
}

/// Update the site settings
///
/// Applies a JSON merge patch (RFC 7396). Readers see the effect immediately: in `GET /v1/site`, in feeds, in the news sitemap
/// and in the JSON-LD of articles. A `null` for `name` or `description` restores the value that the
/// server was started with; without a publisher the site is its own, and without a logo it has none.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "update_site_settings",
    security(("bearer" = ["edit_site"])),
    params(IfMatchHeader),
    request_body(content((SettingsInput = "application/merge-patch+json"), (SettingsInput = "application/json"))),
    responses((status = 200, description = "The updated settings.", body = SettingsView,
        headers(("ETag" = String, description = "The version of the settings."))))
)]
#[patch("/site")]
pub async fn update_settings(
    context: EditContext,
    if_match: IfMatch,
    body: JsonBody<SettingsInput>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::EditSite)?;
    let patch = body.read_patch().await?;
    let settings = context
        .write(move |conn, requester| {
            let before = store::settings(conn)?;
            precondition::require(conn, &if_match, TargetKind::Site, SITE_ID, before.version)?;
            let (input, faults) = patch.apply(&SettingsInput::from(&before))?;
            editing::update(conn, before, input, faults, &requester.attribution())
        })
        .await?;
    Ok(etag::answer(settings.version, SettingsView::new(settings, &site)))
}
