//! The operations with which readers like and report comments.

use std::net::IpAddr;

use actix_web::{HttpRequest, HttpResponse, post};

use super::dto::ReportInput;
use super::store::{self, Reaction};
use crate::audience::{AudienceContext, pseudonyms};
use crate::content::Time;
use crate::content::vocabulary::ResourceKind;
use crate::db::Conn;
use crate::http::limits::{RateLimited, Reactions};
use crate::http::query::NoQuery;
use crate::http::{Id, JsonBody, Query};
use crate::{Error, public_names, publishing};

/// Like a comment
///
/// Adds one like to a comment that readers see. A reader counts once per comment and day (UTC); another like on the
/// same day changes nothing. Responses show the new number of likes within seconds. Only a digest of the client's
/// address is stored, until the end of the day.
#[utoipa::path(
    tag = "Audience",
    operation_id = "like_comment",
    params(
        ("article" = String, Path, description = "News ID or slug of a published article.", example = "84451"),
        ("id" = i64, Path, description = "The id of a comment that readers see."),
    ),
    responses((status = 204, description = "The like was counted, now or earlier on the same day."))
)]
#[post(r"/articles/{article}/comments/{id:\d+}/likes")]
pub async fn like_comment(
    _: RateLimited<Reactions>,
    context: AudienceContext,
    request: HttpRequest,
    id: Id,
    _: Query<NoQuery>,
) -> Result<HttpResponse, Error> {
    let (article, address, now) = (article_in_path(&request), context.address, context.now());
    context
        .write(move |c| {
            if react(c, &article, id, Reaction::Like, address, now)? {
                store::like(c, id.0)?;
                publishing::comments::record_like(c, id.0, now)?;
            }
            Ok(())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Report a comment
///
/// Asks the moderators to review a comment that readers see. A reader counts once per comment and day (UTC);
/// another report on the same day changes nothing. Only a digest of the client's address is stored, until the end
/// of the day.
#[utoipa::path(
    tag = "Audience",
    operation_id = "report_comment",
    params(
        ("article" = String, Path, description = "News ID or slug of a published article.", example = "84451"),
        ("id" = i64, Path, description = "The id of a comment that readers see."),
    ),
    request_body = ReportInput,
    responses((status = 204, description = "The report was counted, now or earlier on the same day."))
)]
#[post(r"/articles/{article}/comments/{id:\d+}/reports")]
pub async fn report_comment(
    _: RateLimited<Reactions>,
    context: AudienceContext,
    request: HttpRequest,
    id: Id,
    body: JsonBody<ReportInput>,
) -> Result<HttpResponse, Error> {
    let (input, mut faults) = body.read().await?;
    let reason = faults.required("/reason", input.reason);
    let reason = faults.finish(reason).map_err(Error::invalid_body)?;
    let (article, address, now) = (article_in_path(&request), context.address, context.now());
    context
        .write(move |c| {
            if react(c, &article, id, Reaction::Report, address, now)? {
                store::report(c, id.0, reason.into(), now)?;
            }
            Ok(())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Stores a reaction to a visible comment. Returns false when the reader has reacted in the same way today. Fails
/// with 404 when readers do not see the comment.
fn react(
    conn: &mut Conn,
    article: &str,
    Id(comment): Id,
    reaction: Reaction,
    address: Option<IpAddr>,
    now: Time,
) -> Result<bool, Error> {
    let article = public_names::find(conn, ResourceKind::Article, article)?.id;
    if !store::is_visible(conn, article, comment)? {
        return Err(Error::not_found("comment"));
    }
    let reader = pseudonyms::daily_pseudonym(conn, address, now)?;
    Ok(store::insert(conn, comment, reaction, &reader)?)
}

/// The News ID or slug in the path of the request.
fn article_in_path(request: &HttpRequest) -> String {
    request.match_info().get("article").unwrap_or_default().to_owned()
}
