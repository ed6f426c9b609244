//! The calendar's operation.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{CalendarItem, CalendarPage, CalendarQuery};
use super::store;
use crate::Error;
use crate::db::Db;
use crate::editorial::articles::model::ArticleScope;
use crate::http::page::PageRequest;
use crate::http::{Caller, Clock, Permission, Query};

/// Read the calendar
///
/// What is going to happen to articles by itself, earliest first: what is scheduled, what expires, and which
/// embargoes end. Reporters see their own articles.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_calendar",
    security(("bearer" = ["read_articles"])),
    params(CalendarQuery),
    responses((status = 200, description = "A page of the calendar.", body = CalendarPage))
)]
#[get("/calendar")]
pub async fn list_calendar(
    caller: Caller,
    request: HttpRequest,
    query: Query<CalendarQuery>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    caller.require(Permission::ReadArticles)?;
    let Query(query) = query;
    let wanted = PageRequest::new("editorial/calendar", &query, query.limit, query.cursor.as_deref())?;
    let page = db
        .read(move |c| {
            let rows = store::list(c, &query, ArticleScope::of(&caller), clock.now(), &wanted)?;
            Ok::<_, Error>(wanted.page(rows, |item| (item.at.micros(), item.article_id, item.kind)))
        })
        .await?
        .map(CalendarItem::from);
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}
