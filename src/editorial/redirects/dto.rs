//! Request and response bodies of the redirect operations.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::Redirect;
use crate::content::Time;
use crate::http::page::{LongLimit, PageInfo};
use crate::http::schema::requires;

/// The members of a redirect that editors set.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = RedirectPatch)]
pub struct RedirectInput {
    /// The page to redirect: a path of the site that begins with a slash, or a URL of the site. It may have a query, as in
    /// `/?p=123`, but no fragment. A redirect with a query applies to requests with the same parameters, in any order and with
    /// or without tracking parameters such as `utm_source`. A redirect without a query applies to every query. The server stores
    /// the normal form: percent-encoded, at most 2,048 bytes, without a slash at the end of the path, parameters sorted.
    #[schema(max_length = 2048, format = "site-url", example = "/2019/05/old-harbour.html")]
    pub from: Option<String>,
    /// The target: a path or a URL of the site, or an absolute `http` or `https` URL of another site. It may have a query and a
    /// fragment.
    #[schema(max_length = 2048, format = "site-url", example = "/harbour")]
    pub to: Option<String>,
}

requires!(CreateRedirect: RedirectInput, ["from", "to"], "A new redirect.");

/// Redirects to create or update.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RedirectBatch {
    /// 1 to 10,000 redirects, each from another page.
    #[schema(required, value_type = Vec<CreateRedirect>, min_items = 1, max_items = 10_000)]
    pub redirects: Vec<RedirectInput>,
}

/// What a batch of redirects changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RedirectBatchResult)]
pub struct BatchResult {
    /// The number of new redirects.
    #[schema(minimum = 0)]
    pub created: usize,
    /// The number of redirects that got another target.
    #[schema(minimum = 0)]
    pub updated: usize,
    /// The number of redirects that existed with the same target.
    #[schema(minimum = 0)]
    pub unchanged: usize,
}

/// A redirect from a path of the site to another page.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Redirect)]
pub struct RedirectView {
    /// The redirect's id.
    pub id: i64,
    /// The path that is redirected.
    pub from: String,
    /// The target: a path of the site, or an absolute URL of another site.
    pub to: String,
    /// The version number. The `ETag` header has the same number.
    pub version: i64,
    /// The time at which the redirect was created.
    pub created_at: Time,
    /// The time of the last change.
    pub updated_at: Time,
}

/// A page of redirects.
#[derive(ToSchema)]
#[expect(dead_code, reason = "names the schema of a page; the page itself is generic")]
pub struct RedirectPage {
    /// The redirects, ordered by `from`.
    data: Vec<RedirectView>,
    /// The page's limit, and the cursors of the next and previous pages.
    page: PageInfo,
}

/// Query parameters of the list of redirects.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RedirectQuery {
    /// The maximum number of redirects on a page. Default: 20 as JSON, 10,000 as CSV.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10_000)]
    pub limit: Option<LongLimit>,
    /// The `next_cursor` or `prev_cursor` of another page of this list.
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
