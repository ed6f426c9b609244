//! The page of a response, and its `Link` header.

use actix_web::HttpRequest;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use super::limit::Limit;
use crate::content::cache_tags::{CacheTags, Tagged};
use crate::http::Site;

/// One page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Page<T> {
    /// The items, in the order of the list.
    pub data: Vec<T>,
    /// The position of the page in the list.
    pub page: PageInfo,
}

/// The position of a page in its list. The `Link` header (RFC 8288) has the same cursors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PageInfo {
    /// The maximum number of items on the page: at most 100, or 10,000 for redirects.
    #[schema(minimum = 1, maximum = 10_000)]
    pub limit: u32,
    /// Send it as `cursor` to get the next page. Null on the last page.
    #[schema(required)]
    pub next_cursor: Option<String>,
    /// Send it as `cursor` to get the previous page. Null on the first page.
    #[schema(required)]
    pub prev_cursor: Option<String>,
    /// The number of items in the whole list, when it was requested and the list can be counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub total: Option<i64>,
}

impl<T> Page<T> {
    /// The page of a list that has no other pages.
    pub fn only(data: Vec<T>, limit: Limit) -> Self {
        let page = PageInfo { limit: limit.get(), next_cursor: None, prev_cursor: None, total: None };
        Self { data, page }
    }

    /// The same page with the number of items in the whole list.
    pub fn with_total(self, total: Option<i64>) -> Self {
        Self { page: PageInfo { total, ..self.page }, ..self }
    }

    /// The same page with each item converted.
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U> {
        Page { data: self.data.into_iter().map(convert).collect(), page: self.page }
    }

    /// The same page with each item converted. Fails when a conversion fails.
    pub fn try_map<U, E>(self, convert: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page { data: self.data.into_iter().map(convert).collect::<Result<_, _>>()?, page: self.page })
    }

    /// The value of the `Link` header of the response to `request`: `first`, and `prev` and `next` where they exist.
    pub fn links(&self, request: &HttpRequest) -> String {
        let base = request.app_data::<Data<Site>>().map_or("", |site| &site.location_base);
        let parameters: Vec<&str> = request
            .query_string()
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="))
            .collect();
        let link = |cursor: Option<&str>, relation: &str| {
            let cursor = cursor.map(|cursor| format!("cursor={cursor}"));
            let query: Vec<&str> = parameters.iter().copied().chain(cursor.as_deref()).collect();
            let mark = if query.is_empty() { "" } else { "?" };
            format!(r#"<{base}{}{mark}{}>; rel="{relation}""#, request.path(), query.join("&"))
        };
        let mut links = vec![link(None, "first")];
        links.extend(self.page.prev_cursor.as_deref().map(|cursor| link(Some(cursor), "prev")));
        links.extend(self.page.next_cursor.as_deref().map(|cursor| link(Some(cursor), "next")));
        links.join(", ")
    }
}

impl<T: Tagged> Tagged for Page<T> {
    fn tag(&self, tags: &mut CacheTags) {
        self.data.tag(tags);
    }
}
