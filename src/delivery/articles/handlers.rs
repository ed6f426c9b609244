//! The operations on published articles.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{ArticleQuery, OneArticleQuery};
use super::json_ld::{self, NewsArticle};
use super::ninjs::{self, NewsObject};
use super::view::{self, ArticlePage};
use super::writing::ArticleWriter;
use super::{pages, reading};
use crate::Error;
use crate::addresses::Lookup;
use crate::content::CacheTags;
use crate::content::Fault;
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::db::Db;
use crate::delivery::taxonomy_cache::TaxonomyCache;
use crate::http::limits::{self, Searches};
use crate::http::page::PageRequest;
use crate::http::{Query, Site, accept, cacheable, query};

/// List published articles
///
/// Newest first by publish time. Every condition narrows the list; one that names something unknown finds nothing.
///
/// For one page some 10,000 articles are looked at and no more. When conditions are combined that few articles fit, a
/// page may hold fewer than `limit`, even none: as long as there is a `next_cursor`, the list goes on from there.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_articles",
    params(ArticleQuery),
    responses((status = 200, description = "A page of articles.", body = ArticlePage))
)]
#[get("/articles")]
pub async fn list_articles(
    request: HttpRequest,
    query: Query<ArticleQuery>,
    db: Data<Db>,
    taxonomy_cache: Data<TaxonomyCache>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let Query(filter) = query;
    filter.check()?;
    if filter.q.is_some() {
        limits::consume::<Searches>(&request)?;
    }
    let wanted = PageRequest::new("articles", &filter, filter.limit, filter.cursor.as_deref())?;
    let forms = filter.body.clone().unwrap_or(BodyForms::none());
    let fields = filter.fields.clone();
    let (found, content_version) = pages::find(&db, taxonomy_cache, filter, wanted).await?;
    found.answer(&request, content_version, &site, &forms, fields.as_ref(), pages::nothing_more)
}

/// Read a published article
///
/// One article by its News ID or slug, as it was last published. A slug that it had once leads to the
/// present one; of an article that was taken back for good, its readers are told why.
///
/// With `Accept: application/ld+json` it comes as linked data in the terms of schema.org, with
/// `application/vnd.iptc.ninjs+json` as agencies exchange news, in ninjs 3.1 of the IPTC.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_article",
    params(
        ("article" = String, Path, description = "News ID or slug.", example = "84451"),
        OneArticleQuery,
    ),
    responses((status = 200, description = "The article.",
        content(
            (DeliveredArticle = "application/json"),
            (NewsArticle = "application/ld+json"),
            (NewsObject = "application/vnd.iptc.ninjs+json"),
        )))
)]
#[get("/articles/{article}")]
pub async fn get_article(
    request: HttpRequest,
    article: Path<String>,
    query: Query<OneArticleQuery>,
    db: Data<Db>,
    taxonomy_cache: Data<TaxonomyCache>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let media = accept::choose(&request, &[cacheable::JSON, json_ld::MEDIA_TYPE, ninjs::MEDIA_TYPE])?;
    let OneArticleQuery { fields, body, include: _ } = query.0;
    if media != cacheable::JSON {
        refuse_choices(&[("fields", fields.is_some()), ("body", body.is_some())])?;
    }
    let forms = match media {
        json_ld::MEDIA_TYPE => json_ld::body(),
        ninjs::MEDIA_TYPE => ninjs::body(),
        _ => body.unwrap_or(BodyForms::html()),
    };
    let (found, content_version) = reading::find(&db, taxonomy_cache, &article, forms.clone()).await?;
    match found {
        Lookup::Current((article, names)) if media == cacheable::JSON => {
            let writer = ArticleWriter { names: &names, site: &site, forms: &forms, fields: fields.as_ref() };
            let mut tags = CacheTags::default();
            let (bytes, ()) = cacheable::written_by(|out| Ok(writer.write(out, &article, &mut tags)?))?;
            Ok(cacheable::document(content_version, tags, media, bytes))
        }
        Lookup::Current((article, names)) => {
            let article = view::article(article, &forms, &names, &site)?;
            let tags = CacheTags::of(&article);
            let bytes = match media {
                json_ld::MEDIA_TYPE => json_ld::bytes(&NewsArticle::of(article, &site))?,
                _ => cacheable::written(&NewsObject::of(article, &site))?,
            };
            Ok(cacheable::document(content_version, tags, media, bytes))
        }
        Lookup::Moved(moved) => Ok(cacheable::moved(
            &request,
            content_version,
            moved.tags(),
            &format!("/v1/articles/{}", moved.name),
        )),
    }
}

/// 400 when something was chosen that a document of another standard has no choice of.
fn refuse_choices(choices: &[(&str, bool)]) -> Result<(), Error> {
    const DETAIL: &str = "goes with `application/json` only";
    let chosen = choices.iter().filter(|(_, chosen)| *chosen);
    let faults: Vec<_> = chosen.map(|(name, _)| Fault::parameter(name, "not-here", DETAIL)).collect();
    if faults.is_empty() { Ok(()) } else { Err(query::invalid(faults)) }
}
