//! The table of problem codes: the name, status, title and explanation of each.

use actix_web::http::StatusCode;

macro_rules! codes {
    ($($name:ident = $status:literal $code:literal $title:literal $explanation:literal;)+) => {
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

            /// What the code means and what to do next, for the page at `/problems/{code}`.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$name => $explanation),+ }
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
        "The request cannot be understood as HTTP, or one of its headers or parameters is malformed. The detail says which.";
    InvalidJson = 400 "invalid-json" "The body is not valid JSON"
        "The body must be one JSON text in UTF-8 without a byte-order mark, without repeated members and without lone surrogates, nested at most 128 levels deep.";
    InvalidQuery = 400 "invalid-query" "The query is not valid"
        "A query parameter is unknown, repeated, empty or has a value outside its range. Each fault is listed in `errors` with its parameter.";
    InvalidCursor = 400 "invalid-cursor" "The cursor does not belong to this list"
        "A cursor works only with the list, filter and sort it was given for. Start again without it, or follow the links of an answer.";
    Unauthenticated = 401 "unauthenticated" "Sign in first"
        "This operation needs an access token: `Authorization: Bearer TOKEN`. Get one from `POST /v1/auth/login`.";
    InvalidToken = 401 "invalid-token" "The access token is not valid"
        "The token or key is malformed, was not made by this installation, or is good no longer: its session has ended, it was used up or revoked, or its account may not sign in. Sign in again.";
    TokenExpired = 401 "token-expired" "The access token has expired"
        "Access tokens are short-lived. Sign in again.";
    InvalidCredentials = 401 "invalid-credentials" "E-mail or password is wrong"
        "No account that may sign in has this e-mail address and password.";
    Forbidden = 403 "forbidden" "Your role or key does not allow this"
        "The account is known, but its role, or the scopes of the API key, do not include this operation.";
    NotFound = 404 "not-found" "There is nothing here"
        "The address is unknown, or what was here is not visible to you.";
    MethodNotAllowed = 405 "method-not-allowed" "The method is not supported here"
        "The address exists, but not for this method. The `Allow` header lists the methods it has.";
    NotAcceptable = 406 "not-acceptable" "Nothing here is of a media type you take"
        "The request's `Accept` names none of the media types that there are at this address. The detail lists them.";
    RequestTimeout = 408 "request-timeout" "The request took too long to arrive"
        "The request did not arrive in full in time. Send it again.";
    Conflict = 409 "conflict" "The request does not fit the present state"
        "What the request depends on is in another state, or was changed by somebody else in the same moment. The detail says what. Nothing was done; look at the present state before you send it again.";
    RuleExists = 409 "rule-exists" "There is a comment rule on this value"
        "There is at most one rule on each word, e-mail address or network. Change the one that is there.";
    SlugTaken = 409 "slug-taken" "The slug is taken"
        "Another article, section, author or tag has this slug already. Choose another one.";
    PathTaken = 409 "path-taken" "The path has a redirect"
        "Another redirect leads away from this path already. Change that one, or delete it first.";
    EmailTaken = 409 "email-taken" "The e-mail address has an account"
        "There is an account with this e-mail address already, perhaps a disabled one.";
    LastAdmin = 409 "last-admin" "No admin would be left"
        "The last admin who may sign in cannot be disabled, demoted or deleted. Make another admin first.";
    IdTaken = 409 "id-taken" "The News ID is taken"
        "Another article has this News ID already.";
    InUse = 409 "in-use" "It is in use"
        "Something still refers to it, so it cannot be deleted.";
    ImpossibleTransition = 409 "impossible-transition" "The article cannot do that now"
        "The transition is not possible in the article's present state. `allowed` lists those that are.";
    Embargoed = 409 "embargoed" "The article is under an embargo"
        "It may not be published, nor scheduled for a time, before its embargo ends, and the embargo is only ever moved to a later time. An admin may break it with `override_embargo`.";
    NotEditable = 409 "not-editable" "The article cannot be changed in this state"
        "Restore an article that was killed or put into the trash before you change it.";
    CommentsClosed = 409 "comments-closed" "Comments are closed"
        "This article takes no new comments.";
    Killed = 410 "killed" "The article was taken back for good"
        "The paper has withdrawn this article and does not publish it any more. The detail is what it tells its readers.";
    VersionMismatch = 412 "version-mismatch" "Somebody changed it in the meantime"
        "`If-Match`, or `if_match` in a batch, names another version than the present one; `changed` lists the members that changed since. Read it again, carry your change over, and send it with the new `ETag`.";
    TooLarge = 413 "too-large" "The body is too large"
        "A request body may have at most 1 MiB.";
    UnsupportedMediaType = 415 "unsupported-media-type" "The media type is not supported"
        "Send `application/json` in UTF-8; a PATCH may also be `application/merge-patch+json`. Compressed bodies are not taken.";
    InvalidBody = 422 "invalid-body" "The body has faults"
        "The body is valid JSON, but some of its members are unknown, missing, of the wrong type or have bad values. All of them are listed in `errors` by JSON pointer.";
    IdempotencyKeyReused = 422 "idempotency-key-reused" "The idempotency key belongs to another request"
        "The same `Idempotency-Key` came with another request before. Use a new key for each thing to be made, and the same one only to send the same request again.";
    BatchFailed = 422 "batch-failed" "The batch was not carried out"
        "One of its operations cannot be carried out, and it was to be all or nothing. `errors` names the operation and what is wrong with it. Nothing was done.";
    NotPublishable = 422 "not-publishable" "The article cannot be published yet"
        "Something that readers need is missing. All of it is listed in `errors` by JSON pointer into the article.";
    PreconditionRequired = 428 "precondition-required" "The version you have seen is required"
        "Send the `ETag` of the version you have seen in `If-Match`, or with an operation of a batch as `if_match`, so that nobody's work is overwritten unseen.";
    TooManyRequests = 429 "too-many-requests" "Too much was asked for at once"
        "Wait for the seconds in `Retry-After`. What may be asked for in a time goes by the client's address, failed sign-ins also by the account.";
    HeadersTooLarge = 431 "headers-too-large" "The request headers are too large"
        "Send fewer or shorter headers.";
    Internal = 500 "internal" "Something went wrong on our side"
        "The server met a fault of its own. Nothing was changed. The request id finds it in the server's log.";
    Overloaded = 503 "overloaded" "Too much to do"
        "The server has more work waiting than it can do soon. Try again after the seconds in `Retry-After`.";
    DatabaseUnavailable = 503 "database-unavailable" "The database cannot be reached"
        "The server has lost its database for the moment. Try again after the seconds in `Retry-After`.";
    Unconfirmed = 503 "unconfirmed" "Whether the change was saved is not known"
        "The connection to the database broke while the change was being saved. Read what you wanted to change, and send it again if the change is not there; with the same `Idempotency-Key` it is never made twice.";
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
