//! The operations on published articles.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{ArticleQuery, OneArticleQuery};
use super::fields::Chosen;
use super::view::{self, ArticlePage};
use super::{listing, store};
use crate::Error;
use crate::addresses::{self, Found};
use crate::content::Fault;
use crate::content::delivered::{BodyForms, DeliveredArticle};
use crate::content::vocabulary::NamedKind;
use crate::db::{Db, QueryResult};
use crate::http::page::{Page, PageInfo, PageRequest};
use crate::http::things::Things;
use crate::http::{Query, Site, cacheable, query};

/// List published articles
///
/// Newest first by publish time. Every condition narrows the list; one that names something unknown finds nothing.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_articles",
    params(ArticleQuery),
    responses((status = 200, description = "A page of articles.", body = ArticlePage, headers(
        ("ETag" = String, description = "Changes with the answer."),
        ("Link" = String, description = "The neighbouring pages."),
    )))
)]
#[get("/articles")]
pub async fn list_articles(
    request: HttpRequest,
    query: Query<ArticleQuery>,
    db: Data<Db>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let Query(filter) = query;
    if filter.section_tree.is_some() && filter.section.is_none() {
        let fault = Fault::parameter("section_tree", "not-alone", "goes with `section` only");
        return Err(query::invalid(vec![fault]));
    }
    let wanted = PageRequest::new("articles", &filter, filter.limit, filter.cursor.as_deref())?;
    let (page, edition) = db
        .read_edition(move |c| {
            let keys = wanted.page(listing::find(c, &filter, &wanted)?, |key| *key);
            let ids: Vec<i64> = keys.data.iter().map(|(_, id)| *id).collect();
            let total = filter.count.map(|_| listing::count(c, &filter)).transpose()?;
            let forms = filter.body.unwrap_or(BodyForms::none());
            let view = |placed| Ok(Chosen::of(view::article(placed, &forms, &site)?, filter.fields.clone()));
            let data = store::with_ids(c, &ids)?.into_iter().map(view).collect::<QueryResult<_>>()?;
            Ok::<_, Error>(Page { data, page: PageInfo { total, ..keys.page } })
        })
        .await?;
    cacheable::page(&request, edition, &Things::of(&page), &page)
}

/// Read a published article
///
/// One article by its News ID or slug, as it was last published. A slug that it had once leads to the
/// present one; of an article that was taken back for good, its readers are told why.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "get_article",
    params(
        ("article" = String, Path, description = "News ID or slug.", example = "84451"),
        OneArticleQuery,
    ),
    responses((status = 200, description = "The article.", body = DeliveredArticle,
        headers(("ETag" = String, description = "Changes with the answer."))))
)]
#[get("/articles/{article}")]
pub async fn get_article(
    request: HttpRequest,
    article: Path<String>,
    query: Query<OneArticleQuery>,
    db: Data<Db>,
    site: Data<Site>,
) -> Result<HttpResponse, Error> {
    let article = article.into_inner();
    let OneArticleQuery { fields, body } = query.0;
    let forms = body.unwrap_or(BodyForms::html());
    let (found, edition) = db
        .read_edition(move |c| {
            addresses::find(c, NamedKind::Article, &article)?.here(|id| {
                let placed = store::find(c, id)?.ok_or_else(|| Error::not_found("article"))?;
                Ok(Chosen::of(view::article(placed, &forms, &site)?, fields))
            })
        })
        .await?;
    match found {
        Found::Here(view) => cacheable::json(&request, edition, &Things::of(&view), &view),
        Found::Moved(slug) => Ok(cacheable::moved(&request, edition, &format!("/v1/articles/{slug}"))),
    }
}
