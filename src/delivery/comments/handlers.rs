//! The operation on approved comments.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{CommentPage, CommentQuery, CommentView};
use super::store::{self, Comment};
use crate::Error;
use crate::addresses::{self, Lookup};
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Db;
use crate::http::page::{Page, PageRequest};
use crate::http::{Query, cacheable};

/// List comments
///
/// The comments of a published article that readers see, as threads: each with the first answers to it; or with `parent`
/// all answers to one of them. An article that is taken back takes its comments along.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_comments",
    params(
        ("article" = String, Path, description = "News ID or slug.", example = "84451"),
        CommentQuery,
    ),
    responses((status = 200, description = "A page of threads.", body = CommentPage))
)]
#[get("/articles/{article}/comments")]
pub async fn list_comments(
    request: HttpRequest,
    article: Path<String>,
    query: Query<CommentQuery>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let (article, Query(query)) = (article.into_inner(), query);
    let (found, content_version) = db
        .read_versioned(move |c| {
            addresses::find(c, ResourceKind::Article, &article)?.read_current(|id| {
                let list = format!("articles/{id}/comments");
                let wanted = PageRequest::new(&list, &query, query.limit, query.cursor.as_deref())?;
                let sort = query.sort.unwrap_or_default();
                let rows = store::list(c, id, query.parent, sort, &wanted)?;
                let page = wanted.page(rows, |comment| comment.key(sort));
                let answered = page.data.iter().filter(|comment| comment.replies > 0);
                let replies =
                    store::first_replies(c, &answered.map(|comment| comment.id).collect::<Vec<_>>())?;
                Ok((id, threads(page, replies)))
            })
        })
        .await?;
    match found {
        Lookup::Current((id, page)) => {
            let tags =
                CacheTags::only(CacheTag::One(ResourceKind::Article, id)).and([CacheTag::Comments(id)]);
            cacheable::page(&request, content_version, tags, &page)
        }
        Lookup::Moved(moved) => Ok(cacheable::moved(
            &request,
            content_version,
            moved.tags(),
            &format!("/v1/articles/{}/comments", moved.name),
        )),
    }
}

/// Puts each answer below the comment it answers.
fn threads(page: Page<Comment>, mut replies: Vec<Comment>) -> Page<CommentView> {
    page.map(|comment| {
        let (own, others) = replies.drain(..).partition(|reply| reply.parent_id == Some(comment.id));
        replies = others;
        CommentView::new(comment, own)
    })
}
