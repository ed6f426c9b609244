//! What the operations on API keys take and answer.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::Known;
use crate::content::vocabulary::Scope;
use crate::content::{Faults, Time};
use crate::db::QueryResult;
use crate::http::page::{Limit, PageInfo};

/// The most characters a key's name may have.
const MAX_NAME: usize = 100;

/// A key to be made. `name` and `scopes` are required.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CreateApiKey)]
pub struct ApiKeyInput {
    /// What people call it: one line of up to 100 characters.
    #[schema(required, nullable = false, example = "wire import")]
    pub name: Option<String>,
    /// What it may be used for, at least one.
    #[schema(required, nullable = false, min_items = 1)]
    pub scopes: Option<Vec<Scope>>,
    /// Until when it is good; for ever when it is not given.
    #[schema(value_type = Option<Time>)]
    pub expires_at: Option<String>,
}

/// An input whose members are good.
pub struct CheckedKey {
    /// What people call it.
    pub name: String,
    /// What it may be used for, each once.
    pub scopes: Vec<Scope>,
    /// Until when it is good.
    pub expires_at: Option<Time>,
}

/// Whoever made a key.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyMaker {
    /// The account's id.
    pub id: i64,
    /// The person's name.
    pub name: String,
}

/// An API key, without its text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub struct ApiKeyView {
    /// Its id.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// The first characters of its text.
    #[schema(example = "bs_7Hq2t")]
    pub hint: String,
    /// What it may be used for, as far as the role of its maker includes it.
    pub scopes: Vec<Scope>,
    /// Who made it.
    pub created_by: KeyMaker,
    /// When it was made.
    pub created_at: Time,
    /// Until when it is good; null when for ever.
    #[schema(required)]
    pub expires_at: Option<Time>,
    /// When it was used last, to the minute; null when never.
    #[schema(required)]
    pub last_used_at: Option<Time>,
}

/// An API key that has just been made. The key is told only now.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewApiKey {
    /// The key, to be sent as `Authorization: Bearer …`.
    #[schema(example = "bs_…")]
    pub key: String,
    /// What else is known of it.
    #[serde(flatten)]
    pub about: ApiKeyView,
}

/// A page of API keys.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct ApiKeyPage {
    /// The keys, oldest first.
    data: Vec<ApiKeyView>,
    /// Where the page lies.
    page: PageInfo,
}

/// Which keys to list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ApiKeyQuery {
    /// How many a page holds.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    pub cursor: Option<String>,
}

impl ApiKeyInput {
    /// The members, when all of them are good.
    pub fn check(self, mut faults: Faults, now: Time) -> Result<CheckedKey, crate::Error> {
        let name = faults.required("/name", self.name);
        let name = faults.line("/name", name, MAX_NAME).or_else(|| faults.required("/name", None));
        let scopes = faults.required("/scopes", self.scopes).map(|mut scopes| {
            scopes.sort_unstable();
            scopes.dedup();
            scopes
        });
        // One that is unknown is told already.
        if scopes.as_ref().is_some_and(Vec::is_empty) && !faults.has("/scopes/0") {
            faults.add("/scopes", "required", "names nothing that the key may be used for");
        }
        let expires_at =
            faults.parsed("/expires_at", "invalid-time", self.expires_at, |text| text.parse::<Time>());
        if expires_at.is_some_and(|time| time <= now) {
            faults.add("/expires_at", "in-the-past", "is not ahead");
        }
        let (name, scopes) = faults.finish(name.zip(scopes)).map_err(crate::Error::invalid_body)?;
        Ok(CheckedKey { name, scopes, expires_at })
    }
}

impl ApiKeyView {
    /// How a key is told, with its maker's name.
    pub fn of((key, maker): (Known, String)) -> QueryResult<Self> {
        Ok(Self {
            scopes: key.scopes()?,
            id: key.id,
            name: key.name,
            hint: key.hint,
            created_by: KeyMaker { id: key.created_by, name: maker },
            created_at: key.created_at,
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
        })
    }
}
