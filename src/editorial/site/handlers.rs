//! The operations on the site's settings.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, patch};

use super::dto::{SettingsInput, SettingsView};
use super::store::{self, ID, Settings};
use crate::Error;
use crate::audit::{self, Attribution, Target, precondition};
use crate::content::vocabulary::TargetKind;
use crate::content::{CacheTag, CacheTags, Faults};
use crate::db::{Conn, Db};
use crate::http::query::NoQuery;
use crate::http::{Caller, Clock, IfMatch, IfMatchHeader, JsonBody, Permission, Query, etag};
use crate::publishing;
use crate::publishing::changes::{self, Change, ChangeType};

/// Read the site's settings
#[utoipa::path(
    tag = "Editorial",
    operation_id = "get_site_settings",
    security(("bearer" = ["read_taxonomy"])),
    responses((status = 200, description = "The settings.", body = SettingsView,
        headers(("ETag" = String, description = "Their version."))))
)]
#[get("/site")]
pub async fn get_settings(caller: Caller, db: Data<Db>, _: Query<NoQuery>) -> Result<HttpResponse, Error> {
    caller.require(Permission::ReadTaxonomy)?;
    let settings = db.read(|c| Ok::<_, Error>(store::settings(c)?)).await?;
    Ok(etag::answer(settings.version, SettingsView::from(settings)))
}

/// Change the site's settings
///
/// Readers see the effect at once.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "update_site_settings",
    security(("bearer" = ["edit_site"])),
    params(IfMatchHeader),
    request_body(content((SettingsInput = "application/merge-patch+json"), (SettingsInput = "application/json"))),
    responses((status = 200, description = "The settings as they are now.", body = SettingsView,
        headers(("ETag" = String, description = "Their version."))))
)]
#[patch("/site")]
pub async fn update_settings(
    caller: Caller,
    if_match: IfMatch,
    body: JsonBody<SettingsInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::EditSite)?;
    let patch = body.read_patch().await?;
    let by = Attribution::caller(&caller, clock.now());
    let settings = db
        .write(move |c| {
            let before = store::settings(c)?;
            precondition::require(c, &if_match, TargetKind::Site, ID, before.version)?;
            let (input, faults) = patch.apply(&SettingsInput::from(&before))?;
            change(c, before, &input, faults, &by)
        })
        .await?;
    Ok(etag::answer(settings.version, SettingsView::from(settings)))
}

fn change(
    conn: &mut Conn,
    before: Settings,
    input: &SettingsInput,
    mut faults: Faults,
    by: &Attribution,
) -> Result<Settings, Error> {
    let policy = faults.required("/comments_policy", input.comments_policy);
    let policy = faults.finish(policy).map_err(Error::invalid_body)?;
    if policy == before.comments_policy {
        return Ok(before);
    }
    publishing::comments::set_site_policy(conn, policy)?;
    let tags = CacheTags::only(CacheTag::Content);
    changes::record(conn, Change::new(ChangeType::SiteUpdated, ID, tags), by.at)?;
    let after = store::settings(conn)?;
    let changes = audit::changes(&SettingsInput::from(&before), &SettingsInput::from(&after));
    audit::record(conn, by, "site.update", Target::of(TargetKind::Site, ID, after.version), &changes)?;
    Ok(after)
}
