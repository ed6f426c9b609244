//! The operations of readers' comments.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, post};

use super::dto::{CommentInput, CommentReceipt};
use super::letterbox;
use crate::Error;
use crate::content::vocabulary::CommentStatus;
use crate::db::Db;
use crate::http::idempotency::{Created, IdempotencyHeader, Once};
use crate::http::limits::{Comments, Within};
use crate::http::{Clock, Problem};

/// Send a comment
///
/// Leaves a comment on a published article. It is held until a moderator approves it.
#[utoipa::path(
    tag = "Audience",
    params(
        ("article" = String, Path, description = "News ID or slug of a published article.", example = "84451"),
        IdempotencyHeader,
    ),
    request_body = CommentInput,
    responses(
        (status = 202, description = "The comment is held for a moderator.", body = CommentReceipt),
        (status = 409, description = "The article takes no new comments.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/articles/{article}/comments")]
pub async fn submit_comment(
    _: Within<Comments>,
    article: Path<String>,
    body: Once<CommentInput>,
    db: Data<Db>,
    clock: Data<Clock>,
) -> Result<HttpResponse, Error> {
    let (input, faults, request) = body.read().await?;
    let (article, now) = (article.into_inner(), clock.now());
    request
        .carry_out(&db, now, move |c| {
            let id = letterbox::submit(c, &article, input, faults, now)?;
            let receipt = CommentReceipt { id, status: CommentStatus::Pending };
            Created::new(StatusCode::ACCEPTED, None, None, &receipt)
        })
        .await
}
