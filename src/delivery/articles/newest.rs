//! The last articles, for those who tell them in another form.

use super::dto::ArticleQuery;
use super::{listing, store, view};
use crate::Error;
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::db::Conn;
use crate::delivery::names::Directory;
use crate::http::Site;
use crate::http::page::{Limit, PageRequest};

/// The first page of a list, with the articles' bodies as HTML.
pub fn newest(
    conn: &mut Conn,
    filter: &ArticleQuery,
    directory: &Directory,
    site: &Site,
) -> Result<Vec<DeliveredArticle>, Error> {
    let wanted = PageRequest::new("newest", &(), Limit::default(), None)?;
    let keys = wanted.page(listing::find(conn, filter, &wanted)?.keys, |key| *key).data;
    let ids: Vec<i64> = keys.into_iter().map(|(.., id)| id).collect();
    let (names, forms) = (directory.look_up(conn)?, BodyForms::html());
    let told = store::with_ids(conn, &ids, &forms)?.into_iter();
    Ok(told.map(|told| view::article(told, &forms, &names, site)).collect::<Result<_, _>>()?)
}
