//! What the redirect operations take and answer.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::Redirect;
use crate::content::Time;
use crate::http::page::{Limit, PageInfo};
use crate::http::schema::requires;

/// The members of a redirect.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = RedirectPatch)]
pub struct RedirectInput {
    /// The page it leads away from: a path of the site that begins with a slash, or a URL of it, without query and
    /// fragment. It is kept as a path in one spelling, of at most 2,048 bytes, without a slash at its end.
    #[schema(example = "/2019/05/old-harbour.html")]
    pub from: Option<String>,
    /// Where it leads: a page of the site, given in the same ways and with query and fragment if need be, or an absolute
    /// `http` or `https` address elsewhere.
    #[schema(example = "/harbour")]
    pub to: Option<String>,
}

requires!(CreateRedirect: "RedirectPatch", ["from", "to"]);

/// A redirect.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Redirect)]
pub struct RedirectView {
    /// The redirect's id.
    pub id: i64,
    /// The path it leads away from.
    pub from: String,
    /// Where it leads: a path of the site, or an absolute address elsewhere.
    pub to: String,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// A page of redirects.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct RedirectPage {
    /// The redirects, by the path they lead away from.
    data: Vec<RedirectView>,
    /// Where the page lies.
    page: PageInfo,
}

/// Which redirects to list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RedirectQuery {
    /// How many a page holds.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 20)]
    pub limit: Limit,
    /// Where to go on, from `next_cursor` or `prev_cursor` of another page.
    pub cursor: Option<String>,
}

impl From<Redirect> for RedirectView {
    fn from(redirect: Redirect) -> Self {
        Self {
            id: redirect.id,
            from: redirect.from,
            to: redirect.to,
            version: redirect.version,
            created_at: redirect.created_at,
            updated_at: redirect.updated_at,
        }
    }
}

impl From<&Redirect> for RedirectInput {
    fn from(redirect: &Redirect) -> Self {
        Self { from: Some(redirect.from.clone()), to: Some(redirect.to.clone()) }
    }
}
