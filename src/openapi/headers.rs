//! The response headers that several operations have.

use serde_json::json;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::response::Response;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Components, Header, Ref, RefOr};

/// The headers with their descriptions and examples.
const HEADERS: &[(&str, &str, &str)] = &[
    ("Allow", "The methods of the path (RFC 9110 §10.2.1).", "GET, HEAD, PATCH"),
    (
        "Cache-Control",
        "How long browsers (`max-age`) and CDNs (`s-maxage`) can use the response (RFC 9111).",
        "public, max-age=10, s-maxage=30, stale-while-revalidate=30, stale-if-error=600",
    ),
    (
        "Cache-Tag",
        "The same tags as `Surrogate-Key`, separated by commas.",
        "content,article-84451,section-12",
    ),
    ("ETag", "Changes when the response changes (RFC 9110 §8.8.3).", "\"5\""),
    (
        "Last-Modified",
        "When content that readers can see last changed. Missing within the second of a change.",
        "Tue, 05 Dec 2023 09:32:00 GMT",
    ),
    (
        "Link",
        "Links to the next and the previous page (RFC 8288).",
        "</v1/articles?cursor=AbC>; rel=\"next\"",
    ),
    (
        "Location",
        "The path of the resource (RFC 9110 §10.2.2), or its URL if `BROADSHEET_API_URL` is set.",
        "/v1/editorial/articles/84451",
    ),
    (
        "RateLimit",
        "For each limit that applies: how many requests remain (`r`), and the seconds until the limit is reset (`t`). The \
        form is that of draft-ietf-httpapi-ratelimit-headers-11. Missing if the server has no rate limits.",
        "\"reads\";r=5999;t=60",
    ),
    (
        "RateLimit-Policy",
        "For each limit that applies: how many requests (`q`) a client can send in a number of seconds (`w`).",
        "\"reads\";q=6000;w=60",
    ),
    ("Retry-After", "Seconds to wait before the next request (RFC 9110 §10.2.3).", "30"),
    (
        "Surrogate-Key",
        "The cache tags of the response, and always `content`. Purge a tag to remove all responses that show the resource. \
        If the tags are longer than 4,000 bytes, the header is only `content site`; every change purges `site`.",
        "content article-84451 section-12 author-7 tag-3",
    ),
    (
        "Vary",
        "`Accept, Accept-Encoding`: the response depends on these request headers.",
        "Accept, Accept-Encoding",
    ),
    (
        "WWW-Authenticate",
        "The scheme of the credentials (RFC 6750 §3), and what is wrong with those that were sent.",
        "Bearer error=\"invalid_token\"",
    ),
    (
        "X-Request-Id",
        "The id of the request: that of the request header with the same name if it is well-formed, or one that the server \
        chooses. It is also in problem documents and in the server's log.",
        "9f86d081884c7d65-42",
    ),
];

/// Adds the headers to the components.
pub(super) fn add_components(components: &mut Components) {
    for (name, description, example) in HEADERS {
        let kind = if *name == "Retry-After" { Type::Integer } else { Type::String };
        let example = if kind == Type::Integer { json!(example.parse::<u32>().ok()) } else { json!(example) };
        let schema = ObjectBuilder::new().schema_type(kind);
        let header =
            HeaderBuilder::new().schema(Some(schema)).description(Some(*description)).example(Some(example));
        components.headers.insert((*name).to_owned(), RefOr::T(header.build()));
    }
}

/// Adds shared headers to a response, unless it declares them itself.
pub(super) fn add<'a>(response: &mut Response, names: impl IntoIterator<Item = &'a str>) {
    for name in names {
        response.headers.entry(name.to_owned()).or_insert_with(|| shared(name));
    }
}

/// The reference to a shared header.
fn shared(name: &str) -> RefOr<Header> {
    RefOr::Ref(Ref::new(format!("#/components/headers/{name}")))
}
