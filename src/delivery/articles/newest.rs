//! The last articles of a list, for feeds.

use super::dto::ArticleQuery;
use super::{pages, view};
use crate::Error;
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::db::Conn;
use crate::delivery::taxonomy_cache::TaxonomyCache;
use crate::http::Site;
use crate::http::page::{Limit, PageRequest};

/// The first page of a list, with the articles' bodies as HTML.
pub fn newest(
    conn: &mut Conn,
    filter: &ArticleQuery,
    taxonomy_cache: &TaxonomyCache,
    site: &Site,
) -> Result<Vec<DeliveredArticle>, Error> {
    let (wanted, forms) = (PageRequest::new("newest", &(), Limit::default(), None)?, BodyForms::html());
    let found = pages::load(conn, filter, &wanted, &forms, taxonomy_cache)?;
    let articles = found.page.data.into_iter();
    Ok(articles
        .map(|article| view::article(article, &forms, &found.names, site))
        .collect::<Result<_, _>>()?)
}
