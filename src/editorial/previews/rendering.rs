//! Renders a working copy as the delivery API would return it.

use super::dto::PreviewedArticle;
use super::store;
use crate::Error;
use crate::content::delivered::{ArticlePayload, BodyForms, DeliveredBody, DeliveredComments, Publication};
use crate::content::{Time, body, reading_time};
use crate::db::Conn;
use crate::editorial::articles::model::WorkingArticle;
use crate::http::{ArticleAddress, Site};
use crate::publishing::{self, corrections};

/// The working copy as the delivery API would return it if it were published now. Without a section, it has no URL.
pub fn render(
    conn: &mut Conn,
    working: WorkingArticle,
    forms: &BodyForms,
    site: &Site,
    now: Time,
) -> Result<PreviewedArticle, Error> {
    let WorkingArticle { row, article, .. } = working;
    let section = article.section_id.map(|id| store::section(conn, id)).transpose()?.flatten();
    let (section, breadcrumb) = section.unzip();
    let blocks = article.body.as_ref().map_or(&[][..], |body| &body.blocks);
    let (html, text) = (body::html(blocks), body::text(blocks));
    let published_at = article.published_at.or(row.publish_at).or(row.first_published_at).unwrap_or(now);
    let policy = article.comments.policy.map_or_else(|| publishing::comments::site_policy(conn), Ok)?;
    let url = section.as_ref().map(|section| {
        site.article_url(ArticleAddress {
            section_path: &section.path,
            id: row.id,
            slug: &row.slug,
            published_at,
        })
    });
    let publication = Publication {
        id: row.id,
        slug: row.slug,
        version: row.version,
        first_published_at: row.first_published_at.unwrap_or(published_at),
        published_at,
        updated_at: if row.first_published_at.is_some() { row.updated_at } else { published_at },
        corrections: corrections::shown(conn, row.id)?,
        words: reading_time::word_count(&body::words(blocks)),
    };
    Ok(PreviewedArticle {
        url,
        body: DeliveredBody::of(forms, html, text, || Ok::<_, Error>(blocks.to_vec()))?,
        section,
        breadcrumb: breadcrumb.unwrap_or_default(),
        authors: store::credits(conn, &article)?,
        tags: store::tags_of(conn, &article)?,
        comments: DeliveredComments {
            policy,
            count: store::comment_count(conn, row.id)?,
            closes_at: article.comments.closes_at,
        },
        own: ArticlePayload::of(&article, publication),
    })
}
