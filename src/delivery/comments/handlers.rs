//! The operation on approved comments.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{CommentPage, CommentQuery, CommentView};
use super::store;
use crate::Error;
use crate::db::Db;
use crate::http::page::PageRequest;
use crate::http::{Query, cacheable, path};

/// List comments
///
/// The approved comments of a published article as threads: each with the answers to it.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_comments",
    params(
        ("article" = String, Path, description = "News ID or slug.", example = "84451"),
        CommentQuery,
    ),
    responses((status = 200, description = "A page of threads.", body = CommentPage, headers(
        ("ETag" = String, description = "Changes with the answer."),
        ("Link" = String, description = "The neighbouring pages."),
    )))
)]
#[get("/articles/{article}/comments")]
pub async fn list_comments(
    request: HttpRequest,
    article: Path<String>,
    query: Query<CommentQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let (article, Query(query)) = (article.into_inner(), query);
    let wanted =
        PageRequest::new(&format!("{article}/comments"), &query, query.limit, query.cursor.as_deref())?;
    let page = db
        .read(move |c| {
            let id = path::id(&article);
            let known = if article.contains('\0') { None } else { store::find_article(c, id, &article)? };
            let article = known.ok_or_else(|| Error::not_found("article"))?;
            let rows = store::list(c, article, query.sort.unwrap_or_default(), &wanted)?;
            let page = wanted.page(rows, |comment| (comment.created_at.micros(), comment.id));
            let mut replies = store::replies(c, page.data.iter().map(|comment| comment.id).collect())?;
            Ok::<_, Error>(page.map(|comment| {
                let (own, others) = replies.drain(..).partition(|reply| reply.parent_id == Some(comment.id));
                replies = others;
                CommentView::new(comment, own)
            }))
        })
        .await?;
    cacheable::page(&request, &page)
}
