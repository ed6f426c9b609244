//! The calendar operation.

use actix_web::{HttpRequest, HttpResponse, get};

use super::dto::{CalendarItem, CalendarPage, CalendarQuery};
use super::store;
use crate::Error;
use crate::audit::EditContext;
use crate::editorial::articles::model::ArticleScope;
use crate::http::page::PageRequest;
use crate::http::{Permission, Query};

/// Read the calendar
///
/// Returns scheduled publications, expiries and ends of embargoes, earliest first. Reporters see only the articles they
/// created.
#[utoipa::path(
    tag = "Editorial",
    operation_id = "list_calendar",
    security(("bearer" = ["read_articles"])),
    params(CalendarQuery),
    responses((status = 200, description = "A page of the calendar.", body = CalendarPage))
)]
#[get("/calendar")]
pub async fn list_calendar(
    context: EditContext,
    request: HttpRequest,
    Query(query): Query<CalendarQuery>,
) -> Result<HttpResponse, Error> {
    context.require(Permission::ReadArticles)?;
    let page_request = PageRequest::new("editorial/calendar", &query, query.limit, query.cursor.as_deref())?;
    let page = context
        .read(move |c, requester| {
            let scope = ArticleScope::of(&requester.caller);
            let entries = store::list(c, &query, scope, requester.now, &page_request)?;
            Ok(page_request.page(entries, |entry| (entry.at.micros(), entry.article_id, entry.kind)))
        })
        .await?
        .map(CalendarItem::from);
    Ok(HttpResponse::Ok().insert_header(("Link", page.links(&request))).json(page))
}
