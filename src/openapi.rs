//! The common parts of the OpenAPI document: its description, tags, security scheme, problem responses and headers.

mod block_schema;
mod shapes;

use serde_json::Value;
use utoipa::openapi::content::{Content, ContentBuilder};
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{Object, Schema};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, Header, OpenApi, Ref, RefOr};
use utoipa::{OpenApi as _, ToSchema};

use crate::content::Fault;
use crate::content::vocabulary::Role;
use crate::http::{Permission, Problem};

pub use block_schema::block_schema;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Broadsheet",
        description = "A headless CMS for newsrooms. The delivery API returns published articles to apps and websites. \
                       The editorial API is for writing and publishing them.\n\nTimes have the format of RFC 3339, and \
                       languages are BCP 47 tags. Lists have pages with cursors. Requests with unknown members or \
                       parameters are refused. Every error response is a problem document (RFC 9457).",
        license(name = "MIT", identifier = "MIT"),
    ),
    servers((url = "/", description = "This server.")),
    tags(
        (name = "Delivery", description = "Published content for apps and websites. No sign-in is needed, and responses can be cached."),
        (name = "Audience", description = "Comments, likes, reports and views from readers. No sign-in is needed."),
        (name = "Accounts", description = "Sessions, your own account, the accounts of the newsroom, and API keys."),
        (name = "Editorial", description = "Working copies of articles, their revisions, publishing, previews, and the audit log."),
        (name = "Taxonomy", description = "Sections, authors and tags."),
        (name = "Redirects", description = "Redirects from old paths of the site to current ones."),
        (name = "Moderation", description = "Readers' comments, before and after their publication, and the rules that hold them."),
        (name = "Service", description = "The state of the server, this document, the public keys, and the problem codes."),
    ),
    components(schemas(Problem, Fault)),
)]
struct Frame;

/// The media type of problem documents (RFC 9457).
const PROBLEM_JSON: &str = "application/problem+json";

/// The document without operations.
pub fn base() -> OpenApi {
    let mut document = Frame::openapi();
    let components = document.components.get_or_insert_with(Components::new);
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some(
            "An access token from `POST /v1/auth/login`, or an API key. An API key begins with `bs_`.",
        ))
        .build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    document
}

/// Adds to each operation the problem responses that follow from its security, parameters, body and preconditions.
pub fn completed(mut document: OpenApi) -> OpenApi {
    for (path, item) in &mut document.paths.paths {
        let operations =
            [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete].into_iter();
        for operation in operations.flatten() {
            complete_responses(operation);
            add_problems(path, operation);
            shapes::simplify_parameters(operation);
            shapes::separate_media_types(operation);
        }
    }
    let components = document.components.get_or_insert_with(Components::new);
    for (status, description) in PROBLEMS {
        let response =
            ResponseBuilder::new().description(*description).content(PROBLEM_JSON, problem_content()).build();
        components.responses.insert(format!("Problem{status}"), RefOr::T(response));
    }
    for schema in components.schemas.values_mut() {
        shapes::simplify(schema);
        merge_parts(schema);
    }
    block_schema::close(components);
    shapes::name_variants(components);
    document
}

/// Merges an `allOf` of objects into one object. The `allOf` comes from a flattened struct, which readers of the document
/// need not know.
fn merge_parts(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::AllOf(all_of)) = schema else { return };
    all_of.items.iter_mut().for_each(merge_parts);
    let is_object = |part: &RefOr<Schema>| matches!(part, RefOr::T(Schema::Object(_)));
    if !all_of.items.iter().all(is_object) {
        return;
    }
    let mut merged = Object::new();
    merged.description = all_of.description.take();
    for part in all_of.items.drain(..) {
        if let RefOr::T(Schema::Object(part)) = part {
            merged.schema_type = part.schema_type;
            merged.properties.extend(part.properties);
            merged.required.extend(part.required);
        }
    }
    *schema = RefOr::T(Schema::Object(merged));
}

/// The statuses of problem responses that several operations share, with their descriptions.
const PROBLEMS: &[(u16, &str)] = &[
    (400, "The query, a header or the JSON body is malformed. See `detail` and `errors`."),
    (401, "The access token or the API key is missing, invalid or expired."),
    (403, "Your role, or the scopes of the API key, do not include this operation."),
    (404, "The resource does not exist, or you may not see it."),
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
    (
        503,
        "The server is overloaded, or the database is not available. Wait for the seconds in `Retry-After`.",
    ),
];

/// Adds the content of problem responses, the `Link` header of pages, and the `ETag` header of published content.
fn complete_responses(operation: &mut Operation) {
    let is_delivery = operation.tags.iter().flatten().any(|tag| tag == "Delivery");
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        let is_problem = status.starts_with(['4', '5']);
        if is_problem && response.content.is_empty() {
            response.content.insert(PROBLEM_JSON.to_owned(), RefOr::T(problem_content()));
        }
        if response.content.values().any(is_page) {
            add_header(response, "Link", "Links to the next and the previous page (RFC 8288).");
        }
        if is_delivery && status == "200" {
            add_header(response, "ETag", "Changes when the response changes.");
        }
    }
}

fn add_header(response: &mut Response, name: &str, description: &str) {
    let mut header = Header::default();
    header.description = Some(description.to_owned());
    response.headers.entry(name.to_owned()).or_insert(RefOr::T(header));
}

fn is_page(content: &RefOr<Content>) -> bool {
    let RefOr::T(content) = content else { return false };
    matches!(&content.schema, Some(RefOr::Ref(schema)) if schema.ref_location.ends_with("Page"))
}

fn problem_content() -> Content {
    ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build()
}

fn add_problems(path: &str, operation: &mut Operation) {
    let parameters = operation.parameters.as_deref().unwrap_or_default();
    let parameters: Vec<&Parameter> = parameters
        .iter()
        .filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some(parameter),
            RefOr::Ref(_) => None,
        })
        .collect();
    let path_parameters: Vec<&str> = parameters
        .iter()
        .filter(|parameter| parameter.parameter_in == ParameterIn::Path)
        .map(|parameter| parameter.name.as_str())
        .collect();
    let has_slug = path_parameters.iter().any(|name| ["article", "section", "slug"].contains(name));
    let is_article = path_parameters.contains(&"article");
    let has_if_match = parameters.iter().any(|parameter| parameter.name == "If-Match");
    let mut statuses = vec![400];
    if operation.security.is_some() {
        statuses.extend([401, 403]);
    }
    if !path_parameters.is_empty() {
        statuses.push(404);
    }
    if is_article {
        statuses.push(410);
    }
    if operation.request_body.is_some() {
        statuses.extend([408, 413, 415, 422]);
    }
    if has_if_match {
        statuses.extend([412, 428]);
    }
    if path.starts_with("/v1/") && operation.security.is_none() {
        statuses.push(429);
    }
    if path.starts_with("/v1/") || path == "/readyz" {
        statuses.push(503);
    }
    let cacheable = operation.responses.responses.get_mut("200").is_some_and(|response| match response {
        RefOr::T(response) if operation.security.is_none() && response.headers.contains_key("ETag") => {
            response.headers.extend(caching_headers());
            true
        }
        _ => false,
    });
    if cacheable {
        statuses.push(406);
    }
    for status in statuses {
        operation
            .responses
            .responses
            .entry(status.to_string())
            .or_insert_with(|| Ref::from_response_name(format!("Problem{status}")).into());
    }
    if cacheable {
        let response = ResponseBuilder::new()
            .description("The response has not changed since your `If-None-Match` or `If-Modified-Since`.")
            .build();
        operation.responses.responses.insert("304".to_owned(), RefOr::T(response));
    }
    // A request with a former slug is redirected.
    if cacheable && has_slug {
        let mut location = Header::default();
        location.description = Some("The current path, with the same query.".to_owned());
        let response = ResponseBuilder::new()
            .description("The resource has another slug now. Use the path in `Location`.")
            .header("Location", location)
            .build();
        operation.responses.responses.insert("301".to_owned(), RefOr::T(response));
    }
    describe_permission(operation);
    // An empty list says explicitly that the operation is public.
    operation.security.get_or_insert_with(Vec::new);
}

/// Adds to the description which roles and API keys have the operation's permission.
fn describe_permission(operation: &mut Operation) {
    let security = serde_json::to_value(&operation.security).unwrap_or_default();
    let permission = security.pointer("/0/bearer/0").and_then(Value::as_str).map(str::parse::<Permission>);
    let Some(Ok(permission)) = permission else { return };
    let roles: Vec<&str> = ROLES.into_iter().filter(|role| permission.is_in(*role)).map(Into::into).collect();
    let keys = match permission.scopes() {
        Some([]) => "none".to_owned(),
        Some(scopes) => {
            let scopes: Vec<&str> = scopes.iter().map(Into::into).collect();
            format!("with the scope `{}`", scopes.join("` or `"))
        }
        None => "all".to_owned(),
    };
    let description = operation.description.get_or_insert_default();
    description.push_str(&format!("\n\nRoles: `{}`. API keys: {keys}.", roles.join("`, `")));
    if permission.is_for_the_whole_site() {
        description.push_str(" Editors who are restricted to sections cannot use it.");
    }
}

const ROLES: [Role; 4] = [Role::Reporter, Role::Moderator, Role::Editor, Role::Admin];

/// The headers of cacheable responses.
fn caching_headers() -> impl Iterator<Item = (String, RefOr<Header>)> {
    [
        (
            "Last-Modified",
            "When content that readers can see last changed. Missing within the second of a change.",
        ),
        ("Vary", "`Accept, Accept-Encoding`: the response depends on these request headers."),
        (
            "Surrogate-Key",
            "The cache tags of the response, such as `article-84451 section-12 author-7 tag-3`, and always `content`. \
            Purge a tag to remove all responses that show the resource. If the tags are longer than 4,000 bytes, \
            the header is only `content site`; every change purges `site`.",
        ),
        ("Cache-Tag", "The same tags as `Surrogate-Key`, separated by commas."),
    ]
    .into_iter()
    .map(|(name, description)| {
        let mut header = Header::default();
        header.description = Some(description.to_owned());
        (name.to_owned(), RefOr::T(header))
    })
}
