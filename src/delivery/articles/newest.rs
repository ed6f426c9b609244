//! The last articles, for those who tell them in another form.

use super::dto::ArticleQuery;
use super::{listing, store, view};
use crate::Error;
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::db::Conn;
use crate::http::Site;
use crate::http::page::{Limit, PageRequest};

/// The first page of a list, with the articles' bodies as HTML.
pub fn newest(conn: &mut Conn, filter: &ArticleQuery, site: &Site) -> Result<Vec<DeliveredArticle>, Error> {
    let wanted = PageRequest::new("newest", &(), Limit::default(), None)?;
    let keys = wanted.page(listing::find(conn, filter, &wanted)?, |key| *key).data;
    let ids: Vec<i64> = keys.into_iter().map(|(_, id)| id).collect();
    let placed = store::with_ids(conn, &ids)?.into_iter();
    Ok(placed.map(|placed| view::article(placed, &BodyForms::html(), site)).collect::<Result<_, _>>()?)
}
