//! The operations of readers' comments.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, post};

use super::dto::{CommentInput, CommentReceipt};
use super::rules::RuleCache;
use super::submission::Submission;
use crate::Error;
use crate::content::Time;
use crate::content::vocabulary::CommentStatus;
use crate::db::{Conn, Db};
use crate::http::idempotency::{Created, IdempotencyHeader, Idempotent};
use crate::http::limits::{Comments, RateLimited};
use crate::http::{Clock, client_address};

/// Send a comment
///
/// Leaves a comment on a published article. Where the article's `comments.policy` is `open` it is shown at once, unless
/// something speaks against it, such as many links or a word that the newsroom bans; else it is held until a moderator
/// approves it. Nothing is kept of where it came from, but for a digest of the address that is forgotten with the day.
#[utoipa::path(
    tag = "Audience",
    params(
        ("article" = String, Path, description = "News ID or slug of a published article.", example = "84451"),
        IdempotencyHeader,
    ),
    request_body = CommentInput,
    responses(
        (status = 201, description = "Readers see the comment.", body = CommentReceipt),
        (status = 202, description = "The comment is held for a moderator.", body = CommentReceipt),
        (status = 409, description = "The article takes no new comments."),
    )
)]
#[post("/articles/{article}/comments")]
pub async fn submit_comment(
    _: RateLimited<Comments>,
    origin: HttpRequest,
    article: Path<String>,
    body: Idempotent<CommentInput>,
    rules: Data<RuleCache>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    let (input, faults, request) = body.read().await?;
    let (article, address, now) = (article.into_inner(), client_address::of(&origin), clock.now());
    let checked = db.read(move |c| Submission::check(c, &rules, &article, input, faults, address, now)).await;
    let submission = match checked {
        Ok(submission) => submission,
        // A repeated request gets the first answer again, even if its comment would be refused now.
        Err(refused) => {
            let first = db.read(move |c| request.first_answer(c)).await?;
            return first.map(Created::into_response).ok_or(refused);
        }
    };
    let created =
        db.write_audience(move |c| request.once(c, clock.now(), |c| keep(c, &submission, clock.now())));
    created.await.map(Created::into_response)
}

fn keep(conn: &mut Conn, submission: &Submission, now: Time) -> Result<Created, Error> {
    let (id, status) = submission.keep(conn, now)?;
    // Whoever sends what is banned learns nothing of it.
    let (code, status) = match status {
        CommentStatus::Approved => (StatusCode::CREATED, status),
        _ => (StatusCode::ACCEPTED, CommentStatus::Pending),
    };
    Created::new(code, None, None, &CommentReceipt { id, status })
}
