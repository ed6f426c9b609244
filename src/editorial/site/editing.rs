//! Updates the site's settings, in the caller's transaction.

use super::dto::SettingsInput;
use super::model::{SITE_ID, Settings};
use super::store;
use crate::Error;
use crate::audit::{self, Attribution, Target};
use crate::content::vocabulary::TargetKind;
use crate::content::{CacheTag, CacheTags, Faults};
use crate::db::Conn;
use crate::publishing;
use crate::publishing::changes::{self, Change, ChangeType};

/// Writes the next version of the settings. Returns `before` unchanged when no member differs. Fails with 422 when a member is
/// invalid.
pub fn update(
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
    changes::record(conn, Change::new(ChangeType::SiteUpdated, SITE_ID, tags), by.at)?;
    let after = store::settings(conn)?;
    let changes = audit::changes(&SettingsInput::from(&before), &SettingsInput::from(&after));
    let target = Target::of(TargetKind::Site, SITE_ID, after.version);
    audit::record(conn, by, "site.update", target, &changes)?;
    Ok(after)
}
