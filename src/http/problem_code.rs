//! The table of problem codes: the name, status, title, cause and remedy of each.

use actix_web::http::StatusCode;
use serde_json::json;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AnyOfBuilder, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! codes {
    ($($name:ident = $status:literal $code:literal $title:literal $cause:literal $remedy:literal;)+) => {
        /// The stable name of a problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code {
            $(#[doc = $title] $name,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The code as problem documents and the paths of its page write it, such as `not-found`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// A short summary; the same in every problem of this code.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }

            /// Why a request has this problem, for the page at `/problems/{code}`.
            pub fn cause(self) -> &'static str {
                match self { $(Self::$name => $cause),+ }
            }

            /// What the client does next, for the same page.
            pub fn remedy(self) -> &'static str {
                match self { $(Self::$name => $remedy),+ }
            }

            /// The HTTP status of the response.
            pub fn status(self) -> StatusCode {
                let status = match self { $(Self::$name => $status),+ };
                StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    };
}

codes! {
    BadRequest = 400 "bad-request" "The request is malformed"
        "The request is not valid HTTP, or a header has the wrong form. The detail names it."
        "Correct the header or the path that the detail names, then send the request again.";
    InvalidJson = 400 "invalid-json" "The body is not valid JSON"
        "The body is not one JSON text in UTF-8. A byte-order mark, repeated member names, lone surrogates and more than 128 levels of nesting are not allowed. The detail says where the text is wrong."
        "Correct the text at that place, then send the request again. Let a JSON library write the body.";
    InvalidQuery = 400 "invalid-query" "The query is not valid"
        "A query parameter is unknown, repeated or empty, or its value is not allowed. `errors` lists each wrong parameter."
        "Correct all parameters in `errors`, then send the request again.";
    InvalidCursor = 400 "invalid-cursor" "The cursor does not belong to this list"
        "A cursor is valid only for the list, the filter and the sort order that it was returned for."
        "Request the first page without `cursor`, then follow `next_cursor` or the `Link` header.";
    Unauthenticated = 401 "unauthenticated" "Sign in first"
        "This operation needs an access token or an API key, and the request has none."
        "Get an access token from `POST /v1/auth/login`, then send it as `Authorization: Bearer TOKEN`.";
    InvalidToken = 401 "invalid-token" "The access token is not valid"
        "The token or API key is malformed, was issued by another installation, was already used or revoked, or its session has ended. It is also not valid when its account is disabled."
        "Sign in again, or ask an admin for a new API key.";
    TokenExpired = 401 "token-expired" "The access token has expired"
        "Access tokens are valid for a short time only, and API keys until the time that was chosen when they were made."
        "Get a new access token from `POST /v1/auth/refresh`, or sign in again. For an API key, ask an admin for a new one.";
    InvalidCredentials = 401 "invalid-credentials" "E-mail or password is wrong"
        "No active account has this e-mail address and password."
        "Check both, or ask an admin to reset the password.";
    Forbidden = 403 "forbidden" "Your role or key does not allow this"
        "The role of the account, its sections, or the scopes of the API key do not include this operation. The detail says which."
        "Ask an admin for the permission, or use another account or key.";
    NotFound = 404 "not-found" "There is nothing here"
        "No resource has this path or id, or you may not see it. Drafts are visible only in the editorial API, to accounts that may read them."
        "Check the path and the id. Remove links to the resource if it existed before.";
    MethodNotAllowed = 405 "method-not-allowed" "The method is not supported here"
        "The path exists, but it does not support this method."
        "Use one of the methods in `allowed`, which are also in the `Allow` header.";
    NotAcceptable = 406 "not-acceptable" "No acceptable media type"
        "The `Accept` header of the request allows none of the media types that this path has. The detail lists them."
        "Send `Accept` with one of them, or without restrictions.";
    RequestTimeout = 408 "request-timeout" "The request took too long to arrive"
        "The server did not receive the whole request in time."
        "Send the request again. If it happens often, send less data at once.";
    Conflict = 409 "conflict" "The current state does not allow this"
        "A resource that the request depends on is in another state, or another request changed it at the same time. The detail says which. Nothing was saved."
        "Read the current state, then send the request again if it is still needed.";
    RuleExists = 409 "rule-exists" "There is a comment rule on this value"
        "Each word, e-mail address or network can have only one comment rule, and this one has a rule."
        "Find the rule in `GET /v1/editorial/comment-rules`, then change that one.";
    SlugTaken = 409 "slug-taken" "The slug is taken"
        "Another article, section, author or tag has this slug, or an article had it before and old links still use it. `existing_id` is its id."
        "Choose another slug, such as `suggested_slug`, then send the request again. An article gives up a former slug with `DELETE /v1/editorial/articles/{id}/former-slugs/{slug}`.";
    PathTaken = 409 "path-taken" "The path has a redirect"
        "Another redirect starts at this path."
        "Change or delete that redirect first.";
    EmailTaken = 409 "email-taken" "The e-mail address has an account"
        "An account with this e-mail address exists; it may be disabled."
        "Use that account, or choose another address.";
    LastAdmin = 409 "last-admin" "No admin would be left"
        "This is the last active admin, so the account cannot be disabled, deleted or given another role."
        "Create another admin first.";
    IdTaken = 409 "id-taken" "The News ID is taken"
        "Another article has this News ID."
        "Choose another id, or leave it out: the server then assigns one.";
    InUse = 409 "in-use" "The resource is in use"
        "Other resources refer to this one, so it cannot be deleted."
        "Remove these references first, or do what the detail suggests.";
    ImpossibleTransition = 409 "impossible-transition" "The transition is not possible now"
        "The article's current status does not allow this transition."
        "Choose one of those that `allowed` lists.";
    Embargoed = 409 "embargoed" "The article is under an embargo"
        "The article cannot be published, or scheduled for a time, before its embargo ends. The end of an embargo can only be moved to a later time."
        "Wait, or ask an admin to publish with `override_embargo`.";
    NotEditable = 409 "not-editable" "The article cannot be changed in this status"
        "A killed or trashed article cannot be changed."
        "Restore the article first.";
    CommentsClosed = 409 "comments-closed" "Comments are closed"
        "This article accepts no new comments."
        "Do not send the comment again, and hide the form.";
    Killed = 410 "killed" "The article was withdrawn permanently"
        "The newsroom killed this article and does not publish it any more. The detail is the newsroom's reason for readers."
        "Remove the article from apps and caches, and show the reason if readers follow an old link.";
    VersionMismatch = 412 "version-mismatch" "The resource was changed in the meantime"
        "`If-Match` (in a batch `if_match`) does not name the current version. `changed` lists the members that were changed since your version, and `current_version` is the number of the current one."
        "Read the resource again, apply your change to it, and send it with the new `ETag`.";
    WeakEtag = 412 "weak-etag" "The entity tag is weak"
        "`If-Match` (in a batch `if_match`) has a tag that begins with `W/`, such as `W/\"5\"`. The server sends only strong tags: a proxy or a CDN has changed a response, for example to compress it. The resource itself has not changed."
        "Remove `W/`, then send the request again. Configure the proxy to respect `Cache-Control: no-transform`, which every editorial response has.";
    TooLarge = 413 "too-large" "The body is too large"
        "A request body may have at most 1 MiB, or 8 MiB for a batch of redirects."
        "Send less data; split a batch into several requests.";
    UnsupportedMediaType = 415 "unsupported-media-type" "The media type is not supported"
        "The `Content-Type` of the body is not JSON, or the body is compressed."
        "Send `Content-Type: application/json` in UTF-8; for PATCH, `application/merge-patch+json` is allowed too. Do not compress the body.";
    InvalidBody = 422 "invalid-body" "The body is not valid"
        "The body is valid JSON, but members are unknown or missing, or their values are not allowed. `errors` lists each fault with its JSON pointer."
        "Correct all of them, then send the request again.";
    IdempotencyKeyReused = 422 "idempotency-key-reused" "The idempotency key belongs to another request"
        "A different request used the same `Idempotency-Key` before."
        "Use a new key for each new request. Use the same key only to repeat the same request.";
    BatchFailed = 422 "batch-failed" "The batch was not executed"
        "One operation of the batch failed, and the batch was sent as all-or-nothing. `errors` names the operation and its faults. Nothing was saved."
        "Correct the operation, then send the batch again.";
    NotPublishable = 422 "not-publishable" "The article cannot be published yet"
        "The article lacks data that readers need. `errors` lists each missing or wrong member with its JSON pointer into the article."
        "Complete the article, then publish it.";
    PreconditionRequired = 428 "precondition-required" "A precondition is required"
        "The request does not name the version that it changes, so it could overwrite the work of others."
        "Read the resource, then send its `ETag` as `If-Match` (in a batch operation as `if_match`).";
    TooManyRequests = 429 "too-many-requests" "Too many requests"
        "The client's address has reached the limit for this kind of request. Failed sign-ins are counted for the account too."
        "Wait for the number of seconds in `Retry-After`, then send the request again.";
    HeadersTooLarge = 431 "headers-too-large" "The request headers are too large"
        "The request has more or longer headers than the server accepts."
        "Send fewer or shorter headers. Cookies of other programs on the same host are a usual cause.";
    Internal = 500 "internal" "The server failed"
        "The server failed because of an error of its own. The request is not at fault."
        "Send the `request_id` to the operator of the server: the cause is in the server's log under this id.";
    Overloaded = 503 "overloaded" "The server is overloaded"
        "More requests are waiting than the server can answer soon, or the server is stopping. Nothing was saved."
        "Send the request again after the number of seconds in `Retry-After`.";
    DatabaseUnavailable = 503 "database-unavailable" "The database cannot be reached"
        "The server cannot reach its database, or the database does not answer in time. Nothing was saved."
        "Send the request again after the number of seconds in `Retry-After`.";
    Unconfirmed = 503 "unconfirmed" "The result of the change is unknown"
        "The connection to the database broke while the change was being saved."
        "Read the resource. If the change is missing, send the request again. With the same `Idempotency-Key` it cannot be saved twice.";
}

impl Code {
    /// The first code with this status, for responses that the framework produced. A status without a code becomes
    /// `bad-request` or `internal`.
    pub fn of_status(status: StatusCode) -> Self {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.status() == status)
            .unwrap_or(if status.is_client_error() { Self::BadRequest } else { Self::Internal })
    }
}

impl PartialSchema for Code {
    /// One of the codes, or any other text: later versions have more codes.
    fn schema() -> RefOr<Schema> {
        let catalogue = Self::ALL.iter().map(|code| {
            let (name, status, title) = (code.name(), code.status().as_u16(), code.title());
            format!("\n| [`{name}`](/problems/{name}) | {status} | {title} |")
        });
        let description = format!(
            "The stable name of a problem. New codes may be added: treat an unknown one by its HTTP status.\n\n\
             | code | status | title |\n|---|---|---|{}",
            catalogue.collect::<String>()
        );
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let names = Self::ALL.iter().map(|code| json!(code.name()));
        let known = text().enum_values(Some(names));
        AnyOfBuilder::new().item(known).item(text()).description(Some(description)).into()
    }
}

impl ToSchema for Code {
    fn name() -> std::borrow::Cow<'static, str> {
        "ProblemCode".into()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_has_its_own_name_and_an_error_status() {
        let names: HashSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(Code::ALL.iter().all(|code| code.status().as_u16() >= 400));
    }

    #[test]
    fn a_status_of_the_framework_finds_its_code() {
        assert_eq!(Code::of_status(StatusCode::PAYLOAD_TOO_LARGE), Code::TooLarge);
        assert_eq!(Code::of_status(StatusCode::IM_A_TEAPOT), Code::BadRequest);
        assert_eq!(Code::of_status(StatusCode::BAD_GATEWAY), Code::Internal);
    }
}
