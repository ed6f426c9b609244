//! The request and response bodies of the operations on API keys.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{ApiKey, ValidApiKey};
use crate::content::vocabulary::Scope;
use crate::content::{Faults, Time};
use crate::db::QueryResult;
use crate::http::page::{Limit, PageInfo};

/// The most characters of a key's name.
const MAX_NAME: usize = 100;

/// An API key to create. `name` and `scopes` are required.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CreateApiKey)]
pub struct ApiKeyInput {
    /// A name by which people recognise the key: one line of up to 100 characters.
    #[schema(required, nullable = false, min_length = 1, max_length = 100, example = "wire import")]
    pub name: Option<String>,
    /// The scopes of the key, at least one.
    #[schema(required, nullable = false, min_items = 1)]
    pub scopes: Option<Vec<Scope>>,
    /// When the key expires: a time in the future. Without it the key does not expire.
    #[schema(value_type = Option<Time>)]
    pub expires_at: Option<String>,
}

/// The account that created a key.
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
    /// The key's id.
    pub id: i64,
    /// The name by which people recognise the key.
    pub name: String,
    /// The first 8 characters of its text.
    #[schema(example = "bs_7Hq2t")]
    pub hint: String,
    /// The scopes of the key. It has only the permissions that the role of its creator also has.
    pub scopes: Vec<Scope>,
    /// The account that created the key.
    pub created_by: KeyMaker,
    /// When the key was created.
    pub created_at: Time,
    /// When the key expires. `null` means never.
    #[schema(required)]
    pub expires_at: Option<Time>,
    /// When the key was last used, to the minute. `null` means never.
    #[schema(required)]
    pub last_used_at: Option<Time>,
}

/// A new API key. Only this answer contains the text of the key.
#[derive(Serialize, ToSchema)]
pub struct NewApiKey {
    /// The text of the key. Send it as `Authorization: Bearer …`.
    #[schema(example = "bs_…")]
    pub key: String,
    /// The other members of the key.
    #[serde(flatten)]
    pub about: ApiKeyView,
}

/// A page of API keys.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct ApiKeyPage {
    /// The keys, the oldest first.
    data: Vec<ApiKeyView>,
    /// The page's position in the list.
    page: PageInfo,
}

/// The query of the list of API keys.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ApiKeyQuery {
    /// The number of keys on a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// The `next_cursor` or `prev_cursor` of another page of this list.
    pub cursor: Option<String>,
}

impl ApiKeyInput {
    /// Returns the checked members. Fails with 422 and all faults.
    pub fn check(self, mut faults: Faults, now: Time) -> Result<ValidApiKey, crate::Error> {
        let name = faults.required("/name", self.name);
        let name = faults.line("/name", name, MAX_NAME).or_else(|| faults.required("/name", None));
        let scopes = faults.required("/scopes", self.scopes).map(|mut scopes| {
            scopes.sort_unstable();
            scopes.dedup();
            scopes
        });
        // A list in which every scope is unknown arrives empty, and each of them has a fault already.
        if scopes.as_ref().is_some_and(Vec::is_empty) && !faults.has("/scopes/0") {
            faults.add("/scopes", "required", "must contain at least one scope");
        }
        let expires_at =
            faults.parsed("/expires_at", "invalid-time", self.expires_at, |text| text.parse::<Time>());
        if expires_at.is_some_and(|time| time <= now) {
            faults.add("/expires_at", "in-the-past", "must be a time in the future");
        }
        let (name, scopes) = faults.finish(name.zip(scopes)).map_err(crate::Error::invalid_body)?;
        Ok(ValidApiKey { name, scopes, expires_at })
    }
}

impl ApiKeyView {
    /// The view of a key, with the name of its creator. Fails if the stored scopes cannot be read.
    pub fn new(key: ApiKey, creator: String) -> QueryResult<Self> {
        Ok(Self {
            scopes: key.scopes()?,
            id: key.id,
            name: key.name,
            hint: key.hint,
            created_by: KeyMaker { id: key.created_by, name: creator },
            created_at: key.created_at,
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
        })
    }
}
