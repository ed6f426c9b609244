//! The operation on sitemaps.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, get};

use super::model::{self, Sitemap};
use super::store::{self, Item, Page};
use super::xml::{self, News, Url};
use crate::Error;
use crate::content::Time;
use crate::content::delivered::ArticlePayload;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::{Conn, Db, QueryResult};
use crate::delivery::taxonomy_cache::{TaxonomyCache, TaxonomySnapshot};
use crate::http::query::NoQuery;
use crate::http::{Clock, Query, Site, cacheable};

/// How long an article is news, by Google's rules, in seconds.
const NEWS_FOR: i64 = 2 * 24 * 60 * 60;

/// How long a sitemap of news is good, in seconds: with time alone articles leave it.
const NEWS_GOOD_FOR: i64 = 60;

/// Read a sitemap
///
/// For search engines, by the protocol of sitemaps.org: `index.xml` lists the others, which hold the public addresses of
/// all articles; `news.xml` holds up to 1,000 of the last two days, with what Google News wants to know of them. Name
/// `index.xml` and `news.xml` in the `robots.txt` of the site.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_sitemap",
    params(("sitemap" = String, Path, description = "`index.xml`, `news.xml`, or a number and `.xml`.", example = "index.xml")),
    responses((status = 200, description = "The sitemap.", body = String, content_type = "application/xml"))
)]
#[get("/sitemaps/{sitemap}")]
pub async fn get_sitemap(
    sitemap: Path<String>,
    _: Query<NoQuery>,
    db: Data<Db>,
    taxonomy_cache: Data<TaxonomyCache>,
    site: Data<Site>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    let sitemap = Sitemap::read(&sitemap).ok_or_else(|| Error::not_found("sitemap"))?;
    let now = clock.now();
    let (document, content_version) = db
        .read_versioned(move |c| {
            let names = taxonomy_cache.look_up(c)?;
            write(c, sitemap, now, &names, &site)
        })
        .await?;
    let lists = [ResourceKind::Article, ResourceKind::Section].map(CacheTag::List);
    let tags = CacheTags::only(CacheTag::Updates).and(lists);
    let answer = cacheable::document(content_version, tags, "application/xml", document);
    if sitemap == Sitemap::News { cacheable::good_for(NEWS_GOOD_FOR, now, answer) } else { Ok(answer) }
}

fn write(
    conn: &mut Conn,
    sitemap: Sitemap,
    now: Time,
    names: &TaxonomySnapshot,
    site: &Site,
) -> Result<Vec<u8>, Error> {
    let written = match sitemap {
        Sitemap::Index => {
            let sitemaps = store::sitemaps(conn)?.into_iter().map(|(number, changed)| Url {
                location: format!("{}/v1/sitemaps/{number}.xml", site.public_url),
                changed: Some(changed),
                news: None,
            });
            xml::index(&sitemaps.collect::<Vec<_>>())
        }
        Sitemap::News => {
            let items = store::news(conn, now.plus_seconds(-NEWS_FOR))?.into_iter();
            let pages = items.filter_map(|item| news(item, names, site).transpose());
            xml::pages(&pages.collect::<QueryResult<Vec<_>>>()?)
        }
        Sitemap::Range(number) => {
            let pages = store::pages(conn, &model::range(number))?;
            if pages.is_empty() {
                return Err(Error::not_found("sitemap"));
            }
            xml::pages(&pages.into_iter().filter_map(|page| url(page, names, site)).collect::<Vec<_>>())
        }
    };
    written.map_err(Error::internal)
}

fn url(page: Page, names: &TaxonomySnapshot, site: &Site) -> Option<Url> {
    let path = &names.place(page.section_id)?.section.path;
    let location = site.article_url(path, page.id, &page.slug);
    Some(Url { location, changed: Some(page.updated_at), news: None })
}

/// The entry of an article in the news sitemap. `None` when its section is not known.
fn news(item: Item, names: &TaxonomySnapshot, site: &Site) -> QueryResult<Option<Url>> {
    let Some(place) = names.place(item.section_id) else { return Ok(None) };
    let location = site.article_url(&place.section.path, item.id, &item.slug);
    let payload: ArticlePayload = item.payload.read()?;
    // Google wants the bare code of ISO 639, but for Chinese.
    let language = match payload.language.as_str() {
        "zh" | "zh-CN" | "zh-Hans" | "zh-Hans-CN" => "zh-cn",
        "zh-TW" | "zh-Hant" | "zh-Hant-TW" => "zh-tw",
        other => other.split('-').next().unwrap_or(other),
    };
    let news = News {
        publication: site.name.clone(),
        language: language.to_owned(),
        published_at: item.published_at,
        title: payload.headline,
    };
    Ok(Some(Url { location, changed: None, news: Some(news) }))
}
