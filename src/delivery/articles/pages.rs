//! Pages of lists of articles.

use std::sync::Arc;

use actix_web::web::Data;

use super::dto::ArticleQuery;
use super::fields::Chosen;
use super::listing::{self, Key, Stretch};
use super::store::{self, Text, Told};
use super::view;
use crate::Error;
use crate::content::delivered::BodyForms;
use crate::db::{Conn, Db, Edition, QueryResult};
use crate::delivery::names::{Directory, Names};
use crate::http::Site;
use crate::http::page::{Page, PageInfo, PageRequest};

/// A page of the list.
///
/// What a single lane leads to, as front pages and archives ask for it, is found in one statement.
pub async fn find(
    db: &Db,
    directory: Data<Directory>,
    filter: ArticleQuery,
    wanted: PageRequest<Key>,
    site: Data<Site>,
) -> Result<(Page<Chosen>, Edition), Error> {
    let forms = filter.body.clone().unwrap_or(BodyForms::none());
    let names = directory.latest();
    if forms.is_none()
        && let Some(stretch) = Stretch::of(&filter, &wanted, &names)
    {
        let rows = db.glance(move |c| stretch.read(c)).await?;
        if let Some(edition) = rows.first().map(|(_, edition)| *edition)
            && names.are_of(edition)
        {
            let page = wanted.page(rows, |(article, _)| article.key(filter.sort));
            let told = page.map(|(article, _)| Told { article, text: Text::default() });
            return Ok((shown(told, &filter, &forms, &names, &site)?, edition));
        }
    }
    db.read_edition(move |c| {
        let told = told(c, &filter, &wanted, &forms)?;
        Ok(shown(told, &filter, &forms, &directory.look_up(c)?, &site)?)
    })
    .await
}

/// The articles on a page of the list, with what is needed for their texts in those forms.
pub fn told(
    conn: &mut Conn,
    filter: &ArticleQuery,
    wanted: &PageRequest<Key>,
    forms: &BodyForms,
) -> QueryResult<Page<Told>> {
    let keys = wanted.page(listing::find(conn, filter, wanted)?, |key| *key);
    let ids: Vec<i64> = keys.data.iter().map(|(.., id)| *id).collect();
    let total = filter.count.map(|_| listing::count(conn, filter)).transpose()?;
    let page = PageInfo { total, ..keys.page };
    Ok(Page { data: store::with_ids(conn, &ids, forms)?, page })
}

fn shown(
    told: Page<Told>,
    filter: &ArticleQuery,
    forms: &BodyForms,
    names: &Arc<Names>,
    site: &Site,
) -> QueryResult<Page<Chosen>> {
    let articles = told.data.into_iter().map(|told| view::article(told, forms, names, site));
    let chosen = articles.map(|article| Ok(Chosen::of(article?, filter.fields.clone())));
    Ok(Page { data: chosen.collect::<QueryResult<_>>()?, page: told.page })
}
