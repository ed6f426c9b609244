//! The operation with which readers send comments.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, post};

use super::dto::{CommentInput, CommentReceipt};
use super::rules::RuleCache;
use super::submission::CheckedSubmission;
use crate::Error;
use crate::audience::AudienceContext;
use crate::content::Time;
use crate::content::vocabulary::CommentStatus;
use crate::db::Conn;
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent, IdempotentRequest};
use crate::http::limits::{Comments, RateLimited};

/// Send a comment
///
/// Adds a comment to a published article. If the article's `comments.policy` is `open`, the comment is visible at
/// once, unless an automatic check holds it, for example because of many links or a banned word. Otherwise a
/// moderator has to approve it. Only a digest of the client's address is stored, until the end of the day (UTC).
#[utoipa::path(
    tag = "Audience",
    params(
        ("article" = String, Path, description = "News ID or slug of a published article.", example = "84451"),
        IdempotencyHeader,
    ),
    request_body = CommentInput,
    responses(
        (status = 201, description = "The comment is visible.", body = CommentReceipt),
        (status = 202, description = "The comment waits for a moderator.", body = CommentReceipt),
        (status = 409, description = "The comments of the article are closed."),
    )
)]
#[post("/articles/{article}/comments")]
pub async fn submit_comment(
    _: RateLimited<Comments>,
    context: AudienceContext,
    article: Path<String>,
    body: Idempotent<CommentInput>,
    rules: Data<RuleCache>,
) -> Result<HttpResponse, Error> {
    let (input, faults, request) = body.read().await?;
    let (address, now) = (context.address, context.now());
    let checked = context
        .read(move |c| CheckedSubmission::check(c, &rules, &article, input, faults, address, now))
        .await;
    let submission = match checked {
        Ok(submission) => submission,
        Err(refused) => return first_response(&context, request, refused).await,
    };
    let clock = context.clock.clone();
    let created = context.write(move |c| {
        // After the wait for the database.
        let now = clock.now();
        request.run_in(c, now, |c| store(c, &submission, now))
    });
    created.await.map(Created::into_response)
}

/// The stored response if the request is a repeated one, even if the comment would be refused now. Otherwise fails with
/// `refused`.
async fn first_response(
    context: &AudienceContext,
    request: IdempotentRequest,
    refused: Error,
) -> Result<HttpResponse, Error> {
    let first = context.read(move |c| request.stored_response(c)).await?;
    first.map(Created::into_response).ok_or(refused)
}

fn store(conn: &mut Conn, submission: &CheckedSubmission, now: Time) -> Result<Created, Error> {
    let (id, status) = submission.store(conn, now)?;
    // The sender of a rejected comment must not learn that it was rejected.
    let (code, status) = match status {
        CommentStatus::Approved => (StatusCode::CREATED, status),
        _ => (StatusCode::ACCEPTED, CommentStatus::Pending),
    };
    Created::new(code, None, None, &CommentReceipt { id, status })
}
