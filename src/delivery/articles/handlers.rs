//! The operations on published articles.

use actix_web::web::{Bytes, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{ArticlePage, ArticleQuery, OneArticleQuery};
use super::json_ld::{self, NewsArticle};
use super::ninjs::{self, NewsObject};
use super::store::LoadedArticle;
use super::view;
use super::writer::ArticleWriter;
use super::{lookup, pages};
use crate::Error;
use crate::content::CacheTags;
use crate::content::Fault;
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::delivery::context::ReadContext;
use crate::http::limits::{self, Searches};
use crate::http::page::PageRequest;
use crate::http::{Query, accept, cacheable, query};
use crate::public_names::Lookup;

/// List published articles
///
/// Returns published articles, newest first, with their bodies only if `body` requests them. An article must match
/// every filter; in a filter with several values, at least one of them. Exceptions are `tag_all`, `tag_none` and
/// `exclude_ids`. Sections, authors and tags that do not exist match no article.
///
/// A page can hold fewer articles than `limit`, even none, before the end of the list: the server examines about
/// 10,000 articles for one page. Request pages until `next_cursor` is null.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_articles",
    params(ArticleQuery),
    responses((status = 200, description = "A page of articles.", body = ArticlePage))
)]
#[get("/articles")]
pub async fn list_articles(
    context: ReadContext,
    request: HttpRequest,
    Query(filter): Query<ArticleQuery>,
) -> Result<HttpResponse, Error> {
    filter.check()?;
    if filter.q.is_some() {
        limits::consume::<Searches>(&request)?;
    }
    let page_request = PageRequest::new("articles", &filter, filter.limit, filter.cursor.as_deref())?;
    let forms = filter.body.clone().unwrap_or(BodyForms::none());
    let fields = filter.fields.clone();
    let (page, version) = pages::find(&context, filter, page_request).await?;
    page.respond(&request, version, &context.site, &forms, fields.as_ref(), pages::no_extra_members)
}

/// Read a published article
///
/// Returns the published version of one article. A former slug redirects (301) to the current one. A killed article
/// answers 410, and `detail` is the reason that the newsroom gives to readers.
///
/// `Accept` chooses the format: `application/json` (the default), `application/ld+json` for a schema.org
/// `NewsArticle`, or `application/vnd.iptc.ninjs+json` for IPTC ninjs 3.1.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_article",
    params(
        ("article" = String, Path, description = "The News ID or slug of the article.", example = "84451"),
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
    context: ReadContext,
    request: HttpRequest,
    article: Path<String>,
    Query(query): Query<OneArticleQuery>,
) -> Result<HttpResponse, Error> {
    let media = accept::choose(&request, &[cacheable::JSON, json_ld::MEDIA_TYPE, ninjs::MEDIA_TYPE])?;
    let OneArticleQuery { fields, body, include: _ } = query;
    let forms = body_forms(media, fields.is_some(), body)?;
    let (found, version) = lookup::find(&context, &article, forms.clone()).await?;
    match found {
        Lookup::Current((article, taxonomy)) => {
            let (forms, fields) = (&forms, fields.as_ref());
            let writer = ArticleWriter { taxonomy: &taxonomy, site: &context.site, forms, fields };
            let (bytes, tags) = represent(article, media, &writer)?;
            Ok(cacheable::document(version, tags, media, bytes))
        }
        Lookup::Moved(moved) => {
            let path = format!("/v1/articles/{}", moved.name);
            Ok(cacheable::moved(&request, version, moved.tags(), &path))
        }
    }
}

/// The forms of the body that the media type needs. Only JSON lets the client choose: other media types fail with
/// 400 if `fields` or `body` is given.
fn body_forms(media: &str, has_fields: bool, body: Option<BodyForms>) -> Result<BodyForms, Error> {
    if media == cacheable::JSON {
        return Ok(body.unwrap_or(BodyForms::html()));
    }
    refuse_parameters(&[("fields", has_fields), ("body", body.is_some())])?;
    Ok(if media == json_ld::MEDIA_TYPE { json_ld::body_forms() } else { ninjs::body_forms() })
}

/// The article in that media type, and the cache tags of everything that it shows.
fn represent(
    article: LoadedArticle,
    media: &str,
    writer: &ArticleWriter<'_>,
) -> Result<(Bytes, CacheTags), Error> {
    if media == cacheable::JSON {
        let mut tags = CacheTags::default();
        let (bytes, ()) = cacheable::written_by(|out| Ok(writer.write(out, &article, &mut tags)?))?;
        return Ok((bytes, tags));
    }
    let article = view::article(article, writer.forms, writer.taxonomy, writer.site)?;
    let tags = CacheTags::of(&article);
    let bytes = match media {
        json_ld::MEDIA_TYPE => {
            json_ld::bytes(&NewsArticle::of(article, writer.site, &writer.taxonomy.profile))?
        }
        _ => cacheable::written(&NewsObject::of(article, writer.site))?,
    };
    Ok((bytes, tags))
}

/// Fails with 400 if one of the parameters is given.
fn refuse_parameters(parameters: &[(&str, bool)]) -> Result<(), Error> {
    const DETAIL: &str = "works only with `Accept: application/json`; omit it for other formats";
    let given = parameters.iter().filter(|(_, is_given)| *is_given);
    let faults: Vec<_> = given.map(|(name, _)| Fault::parameter(name, "not-here", DETAIL)).collect();
    if faults.is_empty() { Ok(()) } else { Err(query::invalid(faults)) }
}
