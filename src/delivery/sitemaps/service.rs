//! Makes the documents of sitemaps.

use super::model::{self, Sitemap};
use super::store::{self, NewsRow, PageRow};
use super::xml::{self, News, Url};
use crate::Error;
use crate::content::Time;
use crate::content::delivered::ArticlePayload;
use crate::db::{Conn, QueryResult};
use crate::delivery::context::ReadContext;
use crate::delivery::taxonomy_cache::TaxonomySnapshot;
use crate::http::{ArticleAddress, Site};

/// The age up to which an article is news, in seconds: the limit of Google News.
const NEWS_MAX_AGE: i64 = 2 * 24 * 60 * 60;

/// The XML document of a sitemap at the time `now`. Fails with 404 if a numbered sitemap has no articles.
pub fn document(
    conn: &mut Conn,
    sitemap: Sitemap,
    now: Time,
    context: &ReadContext,
) -> Result<Vec<u8>, Error> {
    let (taxonomy, site) = (context.taxonomy_cache.read(conn)?, &context.site);
    let written = match sitemap {
        Sitemap::Index => {
            let sitemaps = store::sitemaps(conn)?.into_iter().map(|(number, changed)| Url {
                location: format!("{}/v1/sitemaps/{number}.xml", site.api_url),
                last_modified: Some(changed),
                news: None,
            });
            let location = format!("{}/v1/sitemaps/news.xml", site.api_url);
            xml::index(&never_empty(sitemaps.collect(), location))
        }
        Sitemap::News => {
            let publication = site.profile(&taxonomy.profile).name;
            let rows = store::news(conn, now.plus_seconds(-NEWS_MAX_AGE))?.into_iter();
            let pages = rows.filter_map(|row| news(row, &publication, &taxonomy, site).transpose());
            let pages = pages.collect::<QueryResult<Vec<_>>>()?;
            xml::pages(&never_empty(pages, format!("{}/", site.public_url)))
        }
        Sitemap::Range(number) => {
            let rows = store::pages(conn, &model::id_range(number))?;
            if rows.is_empty() {
                return Err(Error::not_found("sitemap"));
            }
            let pages = rows.into_iter().filter_map(|row| page(row, &taxonomy, site));
            xml::pages(&pages.collect::<Vec<_>>())
        }
    };
    written.map_err(Error::internal)
}

/// The entries, or one with this location if there are none. The schema of sitemaps.org requires an entry, and search
/// engines report a sitemap without one as an error. An entry without news is allowed in a news sitemap.
fn never_empty(entries: Vec<Url>, location: String) -> Vec<Url> {
    if entries.is_empty() { vec![Url { location, last_modified: None, news: None }] } else { entries }
}

/// The entry of an article; `None` if its section is unknown.
fn page(row: PageRow, taxonomy: &TaxonomySnapshot, site: &Site) -> Option<Url> {
    let section_path = &taxonomy.section(row.section_id)?.section.path;
    let (slug, published_at) = (&row.slug, row.published_at);
    let location = site.article_url(ArticleAddress { section_path, id: row.id, slug, published_at });
    Some(Url { location, last_modified: Some(row.updated_at), news: None })
}

/// The entry of an article in the news sitemap; `None` if its section is unknown.
fn news(
    row: NewsRow,
    publication: &str,
    taxonomy: &TaxonomySnapshot,
    site: &Site,
) -> QueryResult<Option<Url>> {
    let Some(entry) = taxonomy.section(row.section_id) else { return Ok(None) };
    let (section_path, slug, published_at) = (&entry.section.path, &row.slug, row.published_at);
    let location = site.article_url(ArticleAddress { section_path, id: row.id, slug, published_at });
    let payload: ArticlePayload = row.payload.read()?;
    // Google News accepts bare ISO 639 codes, and two longer tags for Chinese.
    let language = match payload.language.as_str() {
        "zh" | "zh-CN" | "zh-Hans" | "zh-Hans-CN" => "zh-cn",
        "zh-TW" | "zh-Hant" | "zh-Hant-TW" => "zh-tw",
        other => other.split('-').next().unwrap_or(other),
    };
    let news = News {
        publication: publication.to_owned(),
        language: language.to_owned(),
        published_at: row.published_at,
        title: payload.headline,
    };
    Ok(Some(Url { location, last_modified: None, news: Some(news) }))
}
