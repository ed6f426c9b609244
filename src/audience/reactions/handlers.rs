//! The operations by which readers judge comments.

use std::net::IpAddr;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};

use super::dto::ReportInput;
use super::store::{self, Reaction};
use crate::audience::pseudonyms;
use crate::content::Time;
use crate::content::vocabulary::ResourceKind;
use crate::db::{Conn, Db};
use crate::http::limits::{RateLimited, Reactions};
use crate::http::query::NoQuery;
use crate::http::{Clock, Id, JsonBody, Query, client_address};
use crate::{Error, addresses, publishing};

/// Like a comment
///
/// Counts once per reader and day; a second like changes nothing. Readers are told the new number within seconds. Nothing
/// is kept of who the reader is, but for a digest that is forgotten with the day.
#[utoipa::path(
    tag = "Audience",
    operation_id = "like_comment",
    params(
        ("article" = String, Path, description = "News ID or slug of a published article.", example = "84451"),
        ("id" = i64, Path, description = "The id of a comment that readers see."),
    ),
    responses((status = 204, description = "The like was taken note of."))
)]
#[post("/articles/{article}/comments/{id}/likes")]
pub async fn like_comment(
    _: RateLimited<Reactions>,
    request: HttpRequest,
    id: Id,
    _: Query<NoQuery>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    let (article, address, now) = (article(&request), client_address::of(&request), clock.now());
    db.write_audience(move |c| {
        if mark(c, &article, id, Reaction::Like, address, now)? {
            store::like(c, id.0)?;
            publishing::comments::record_like(c, id.0, now)?;
        }
        Ok::<_, Error>(())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Report a comment
///
/// Asks the moderators to look at a comment. Counts once per reader and day. Nothing is kept of who the reader is, but for
/// a digest that is forgotten with the day.
#[utoipa::path(
    tag = "Audience",
    operation_id = "report_comment",
    params(
        ("article" = String, Path, description = "News ID or slug of a published article.", example = "84451"),
        ("id" = i64, Path, description = "The id of a comment that readers see."),
    ),
    request_body = ReportInput,
    responses((status = 204, description = "The report was taken note of."))
)]
#[post("/articles/{article}/comments/{id}/reports")]
pub async fn report_comment(
    _: RateLimited<Reactions>,
    request: HttpRequest,
    id: Id,
    body: JsonBody<ReportInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    let (article, address) = (article(&request), client_address::of(&request));
    let (input, mut faults) = body.read().await?;
    let reason = faults.required("/reason", input.reason);
    let reason = faults.finish(reason).map_err(Error::invalid_body)?;
    let now = clock.now();
    db.write_audience(move |c| {
        if mark(c, &article, id, Reaction::Report, address, now)? {
            store::report(c, id.0, reason.into(), now)?;
        }
        Ok::<_, Error>(())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Notes that a reader does it with a comment that readers see. False when the reader has done it today.
fn mark(
    conn: &mut Conn,
    article: &str,
    Id(comment): Id,
    mark: Reaction,
    address: Option<IpAddr>,
    now: Time,
) -> Result<bool, Error> {
    let article = addresses::find(conn, ResourceKind::Article, article)?.id;
    if !store::is_shown(conn, article, comment)? {
        return Err(Error::not_found("comment"));
    }
    let reader = pseudonyms::daily_pseudonym(conn, address, now)?;
    Ok(store::note(conn, comment, mark, &reader)?)
}

/// The article that the path names.
fn article(request: &HttpRequest) -> String {
    request.match_info().get("article").unwrap_or_default().to_owned()
}
