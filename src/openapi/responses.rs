//! The responses that several operations share: problems, redirects, and `304`.

use serde_json::json;
use utoipa::ToSchema;
use utoipa::openapi::content::{Content, ContentBuilder};
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Components, Ref, RefOr};

use super::headers;
use crate::http::problem_sample::sample;
use crate::http::{Code, Problem};

/// The media type of problem documents (RFC 9457).
const PROBLEM_JSON: &str = "application/problem+json";

/// The shared response to a conditional request.
const NOT_MODIFIED: &str = "NotModified";

/// The shared response to a request with a former slug or path.
const MOVED: &str = "MovedPermanently";

/// The headers of responses that caches can store.
const CACHING: [&str; 6] = ["Cache-Control", "Cache-Tag", "ETag", "Last-Modified", "Surrogate-Key", "Vary"];

/// The headers of responses under a rate limit.
const RATE_LIMITS: [&str; 2] = ["RateLimit", "RateLimit-Policy"];

/// The request headers that make a read conditional, with descriptions and examples.
const CONDITIONS: [(&str, &str, &str); 2] = [
    (
        "If-None-Match",
        "The `ETag` of a stored response. The response is 304 while it is still current.",
        "\"5\"",
    ),
    (
        "If-Modified-Since",
        "The `Last-Modified` of a stored response. Ignored together with `If-None-Match`.",
        "Tue, 05 Dec 2023 09:32:00 GMT",
    ),
];

/// The statuses of problem responses that several operations share, with their descriptions.
const PROBLEMS: &[(u16, &str)] = &[
    (400, "The query, a header or the JSON body is malformed. See `detail` and `errors`."),
    (401, "The access token or the API key is missing, invalid or expired."),
    (403, "Your role, or the scopes of the API key, do not include this operation."),
    (404, "The resource does not exist, or you may not see it."),
    (405, "The path has other methods only. They are in `Allow`."),
    (406, "The resource has no representation with a media type in `Accept`."),
    (408, "The request body did not arrive in time."),
    (410, "The article was killed. `detail` is the explanation for readers."),
    (
        412,
        "Another request has changed the resource, and `changed` lists the members that differ from your version. Or the tag \
        in `If-Match` is weak, because a proxy changed it.",
    ),
    (413, "The request body is too large."),
    (415, "The media type of the request body is not supported."),
    (422, "The request body is not valid. `errors` lists all faults."),
    (428, "The `If-Match` header is missing."),
    (429, "Too many requests. Wait for the seconds in `Retry-After`."),
    (500, "The server failed. Its log has the cause under the `request_id`."),
    (
        503,
        "The server is overloaded, or the database is not available. Wait for the seconds in `Retry-After`.",
    ),
];

/// Adds the shared responses to the components, the examples of problems, and the parameters of conditional requests.
pub(super) fn add_components(components: &mut Components) {
    // The head of a request is refused before its operation is known.
    for code in Code::ALL.iter().filter(|code| **code != Code::HeadersTooLarge) {
        let example = ExampleBuilder::new().summary(code.title()).value(Some(json!(sample(*code))));
        components.examples.insert(code.name().to_owned(), RefOr::T(example.build()));
    }
    for (status, description) in PROBLEMS {
        let mut response = ResponseBuilder::new()
            .description(*description)
            .content(PROBLEM_JSON, problem_content(*status))
            .build();
        let own: &[&str] = match status {
            401 => &["WWW-Authenticate"],
            405 => &["Allow"],
            429 => &["RateLimit", "RateLimit-Policy", "Retry-After"],
            503 => &["Retry-After"],
            _ => &[],
        };
        headers::add(&mut response, own.iter().copied().chain(["X-Request-Id"]));
        components.responses.insert(format!("Problem{status}"), RefOr::T(response));
    }
    let mut not_modified = ResponseBuilder::new()
        .description("The response has not changed since your `If-None-Match` or `If-Modified-Since`.")
        .build();
    headers::add(&mut not_modified, CACHING.into_iter().chain(["X-Request-Id"]));
    components.responses.insert(NOT_MODIFIED.to_owned(), RefOr::T(not_modified));
    let mut moved = ResponseBuilder::new()
        .description("The resource has another slug or path now. Use the path in `Location`.")
        .build();
    headers::add(&mut moved, ["Cache-Control", "Location", "X-Request-Id"]);
    components.responses.insert(MOVED.to_owned(), RefOr::T(moved));
    for (name, description, example) in CONDITIONS {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .description(Some(description))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
            .example(Some(json!(example)));
        components.parameters.insert(name.to_owned(), RefOr::T(parameter.build()));
    }
}

/// A problem document, with the shared example of each code of the status.
fn problem_content(status: u16) -> Content {
    let codes = Code::ALL.iter().filter(|code| code.status().as_u16() == status);
    let examples = codes.map(|code| {
        let example = Ref::new(format!("#/components/examples/{}", code.name()));
        (code.name(), RefOr::Ref(example))
    });
    ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(Problem::name())))
        .examples_from_iter(examples)
        .build()
}

/// Adds the responses that follow from the operation's path, parameters, body and security, and the headers of all responses.
pub(super) fn complete(path: &str, operation: &mut Operation) {
    let is_delivery = operation.tags.iter().flatten().any(|tag| tag == "Delivery");
    let is_limited = path.starts_with("/v1/") && operation.security.is_none();
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        if status.starts_with(['4', '5']) && response.content.is_empty() {
            let content = problem_content(status.parse().unwrap_or_default());
            response.content.insert(PROBLEM_JSON.to_owned(), RefOr::T(content));
        }
        if response.content.values().any(is_page) {
            headers::add(response, ["Link"]);
        }
        if is_delivery && status == "200" {
            headers::add(response, CACHING);
        }
        if is_limited {
            headers::add(response, RATE_LIMITS);
        }
        headers::add(response, ["X-Request-Id"]);
    }
    for status in problem_statuses(path, operation, is_limited) {
        let problem = Ref::from_response_name(format!("Problem{status}"));
        operation.responses.responses.entry(status.to_string()).or_insert_with(|| problem.into());
    }
    if is_delivery && operation.responses.responses.contains_key("200") {
        complete_read(operation);
    }
}

/// The statuses of the problems that follow from the operation.
fn problem_statuses(path: &str, operation: &Operation, is_limited: bool) -> Vec<u16> {
    let mut statuses = vec![400];
    if operation.security.is_some() {
        statuses.extend([401, 403]);
    }
    if parameter_names(operation, ParameterIn::Path).next().is_some() {
        statuses.push(404);
    }
    if parameter_names(operation, ParameterIn::Path).any(|name| name == "article") {
        statuses.push(410);
    }
    if operation.request_body.is_some() {
        statuses.extend([408, 413, 415, 422]);
    }
    if parameter_names(operation, ParameterIn::Header).any(|name| name == "If-Match") {
        statuses.extend([412, 428]);
    }
    if is_limited {
        statuses.push(429);
    }
    statuses.push(500);
    if path.starts_with("/v1/") || path == "/readyz" {
        statuses.push(503);
    }
    statuses
}

/// Adds conditional requests, content negotiation and redirects to a read of published content.
fn complete_read(operation: &mut Operation) {
    let has_slug = parameter_names(operation, ParameterIn::Path)
        .any(|name| ["article", "section", "slug"].contains(&name));
    let conditions = CONDITIONS.map(|(name, ..)| Ref::new(format!("#/components/parameters/{name}")));
    operation.parameters.get_or_insert_default().extend(conditions.map(RefOr::Ref));
    let mut add = |status: &str, name: &str| {
        operation.responses.responses.insert(status.to_owned(), Ref::from_response_name(name).into());
    };
    add("304", NOT_MODIFIED);
    add("406", "Problem406");
    if has_slug {
        add("301", MOVED);
    }
}

fn parameter_names(operation: &Operation, place: ParameterIn) -> impl Iterator<Item = &str> {
    operation.parameters.iter().flatten().filter_map(move |parameter| match parameter {
        RefOr::T(Parameter { name, parameter_in, .. }) if *parameter_in == place => Some(name.as_str()),
        _ => None,
    })
}

fn is_page(content: &RefOr<Content>) -> bool {
    let RefOr::T(content) = content else { return false };
    matches!(&content.schema, Some(RefOr::Ref(schema)) if schema.ref_location.ends_with("Page"))
}
