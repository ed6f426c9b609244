//! The operation on approved comments.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{CommentPage, CommentQuery, CommentView};
use super::model::Comment;
use super::store;
use crate::Error;
use crate::content::vocabulary::ResourceKind;
use crate::content::{CacheTag, CacheTags};
use crate::db::Conn;
use crate::delivery::context::ReadContext;
use crate::http::page::{Page, PageRequest};
use crate::http::{Query, cacheable};
use crate::public_names::{self, Lookup};

/// List comments
///
/// Returns the approved comments on a published article: top-level comments with the first replies to each, or all
/// replies to one comment with `parent`. Comments are not available while their article is not published.
#[utoipa::path(
    tag = "Delivery",
    operation_id = "list_comments",
    params(
        ("article" = String, Path, description = "The News ID or slug of the article.", example = "84451"),
        CommentQuery,
    ),
    responses((status = 200, description = "A page of comments.", body = CommentPage))
)]
#[get("/articles/{article}/comments")]
pub async fn list_comments(
    context: ReadContext,
    request: HttpRequest,
    article: Path<String>,
    Query(query): Query<CommentQuery>,
) -> Result<HttpResponse, Error> {
    let (found, version) = context
        .read(move |c, _| {
            public_names::find(c, ResourceKind::Article, &article)?
                .read_current(|id| Ok((id, page_of_threads(c, id, &query)?)))
        })
        .await?;
    match found {
        Lookup::Current((id, page)) => {
            let tags = CacheTags::only(CacheTag::One(ResourceKind::Article, id));
            cacheable::page(&request, version, tags.and([CacheTag::Comments(id)]), &page)
        }
        Lookup::Moved(moved) => {
            let path = format!("/v1/articles/{}/comments", moved.name);
            Ok(cacheable::moved(&request, version, moved.tags(), &path))
        }
    }
}

/// The requested page of the article's comments. Fails with 400 if the cursor belongs to another list.
fn page_of_threads(conn: &mut Conn, article: i64, query: &CommentQuery) -> Result<Page<CommentView>, Error> {
    let list = format!("articles/{article}/comments");
    let page_request = PageRequest::new(&list, query, query.limit, query.cursor.as_deref())?;
    let sort = query.sort.unwrap_or_default();
    let rows = store::list(conn, article, query.parent, sort, &page_request)?;
    let page = page_request.page(rows, |comment| comment.key(sort));
    let parents = page.data.iter().filter(|comment| comment.replies > 0).map(|comment| comment.id);
    let replies = store::first_replies(conn, &parents.collect::<Vec<_>>())?;
    Ok(threads(page, replies))
}

/// Puts each reply below the comment that it replies to.
fn threads(page: Page<Comment>, mut replies: Vec<Comment>) -> Page<CommentView> {
    page.map(|comment| {
        let (own, others) = replies.drain(..).partition(|reply| reply.parent_id == Some(comment.id));
        replies = others;
        CommentView::new(comment, own)
    })
}
