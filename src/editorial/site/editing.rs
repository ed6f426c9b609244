//! Updates the site's settings, in the caller's transaction.

use super::dto::{LogoInput, PublisherInput, SettingsInput};
use super::model::{SITE_ID, Settings};
use super::store;
use crate::Error;
use crate::audit::{self, Attribution, Target};
use crate::content::site_profile::{Logo, ProfileEdits, Publisher};
use crate::content::vocabulary::TargetKind;
use crate::content::{CacheTag, CacheTags, Faults, web_url};
use crate::db::Conn;
use crate::publishing;
use crate::publishing::changes::{self, Change, ChangeType};

/// Writes the next version of the settings. Returns `before` unchanged when no member differs. Fails with 422 when a member is
/// invalid.
pub fn update(
    conn: &mut Conn,
    before: Settings,
    input: SettingsInput,
    mut faults: Faults,
    by: &Attribution,
) -> Result<Settings, Error> {
    let policy = faults.required("/comments_policy", input.comments_policy);
    let profile = ProfileEdits {
        name: faults.line("/name", input.name, 100),
        description: faults.line("/description", input.description, 500),
        publisher: input.publisher.and_then(|publisher| check_publisher(publisher, &mut faults)),
        logo: input.logo.and_then(|logo| check_logo(logo, &mut faults)),
    };
    let policy = faults.finish(policy).map_err(Error::invalid_body)?;
    let after = Settings { profile, comments_policy: policy, version: before.version };
    if after == before {
        return Ok(before);
    }
    let after = Settings { version: before.version + 1, ..after };
    store::update(conn, &after)?;
    if policy != before.comments_policy {
        publishing::comments::follow_site_policy(conn, policy)?;
    }
    let tags = CacheTags::only(CacheTag::Content);
    changes::record(conn, Change::new(ChangeType::SiteUpdated, SITE_ID, tags), by.at)?;
    if after.profile != before.profile {
        changes::set_taxonomy_version(conn)?;
    }
    let changes = audit::changes(&SettingsInput::from(&before), &SettingsInput::from(&after));
    let target = Target::of(TargetKind::Site, SITE_ID, after.version);
    audit::record(conn, by, "site.update", target, &changes)?;
    Ok(after)
}

fn check_publisher(publisher: PublisherInput, faults: &mut Faults) -> Option<Publisher> {
    let name = faults.line("/publisher/name", publisher.name, 100);
    faults.required("/publisher/name", name).map(|name| Publisher { name })
}

fn check_logo(logo: LogoInput, faults: &mut Faults) -> Option<Logo> {
    let url = faults.required("/logo/url", logo.url);
    let url = faults.parsed("/logo/url", "invalid-url", url, web_url::parse);
    let width = faults.pixels("/logo/width", logo.width);
    let height = faults.pixels("/logo/height", logo.height);
    Some(Logo { url: url?, width, height })
}
