//! The frame of the API's document: what no single operation says.

mod block_schema;

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
        description = "A headless CMS for newsrooms: published articles for readers' apps, and the editorial \
                       work behind them.\n\nTimes are RFC 3339, languages BCP 47. Lists are paged by cursors. \
                       Unknown members and parameters are refused. Every failure is a problem document \
                       (RFC 9457).",
        license(name = "MIT", identifier = "MIT"),
    ),
    servers((url = "/", description = "This server.")),
    tags(
        (name = "Delivery", description = "What readers' apps fetch: published content only, no sign-in, cacheable."),
        (name = "Audience", description = "What readers send in."),
        (name = "Accounts", description = "Signing in, and one's own account."),
        (name = "Editorial", description = "Articles as the newsroom works on them."),
        (name = "Taxonomy", description = "Sections, authors and tags."),
        (name = "Redirects", description = "Where old addresses lead. For editors and admins."),
        (name = "Moderation", description = "Readers' comments before and after they are public."),
        (name = "Service", description = "The service itself."),
    ),
    components(schemas(Problem, Fault)),
)]
struct Frame;

/// The media type of problem documents (RFC 9457).
const PROBLEM_JSON: &str = "application/problem+json";

/// The document before any operation.
pub fn base() -> OpenApi {
    let mut document = Frame::openapi();
    let components = document.components.get_or_insert_with(Components::new);
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("An access token from `POST /v1/auth/login`."))
        .build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    document
}

/// The document with the problems that follow from an operation's own description: from its
/// credentials, its parameters, its body and its preconditions.
pub fn completed(mut document: OpenApi) -> OpenApi {
    for (path, item) in &mut document.paths.paths {
        let operations =
            [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete].into_iter();
        for operation in operations.flatten() {
            complete_responses(operation);
            add_problems(path, operation);
        }
    }
    let components = document.components.get_or_insert_with(Components::new);
    for (status, description) in PROBLEMS {
        let response =
            ResponseBuilder::new().description(*description).content(PROBLEM_JSON, problem_content()).build();
        components.responses.insert(format!("Problem{status}"), RefOr::T(response));
    }
    for schema in components.schemas.values_mut() {
        drop_null_defaults(schema);
        merge_parts(schema);
    }
    block_schema::close(components);
    document
}

/// Makes one object of an object that is described in parts, when the parts are nothing but objects themselves: how a struct is
/// made of others says nothing to those who read the document.
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

/// Takes the `"default": null` out that members of input get for being optional. A client that filled
/// such defaults in would remove, by merge patch, what it does not mention.
fn drop_null_defaults(schema: &mut RefOr<Schema>) {
    if let RefOr::T(Schema::Object(object)) = schema {
        object.default = object.default.take().filter(|default| !default.is_null());
        object.properties.values_mut().for_each(drop_null_defaults);
    } else if let RefOr::T(Schema::OneOf(one_of)) = schema {
        one_of.default = one_of.default.take().filter(|default| !default.is_null());
    } else if let RefOr::T(Schema::Array(array)) = schema {
        array.default = array.default.take().filter(|default| !default.is_null());
    }
}

const PROBLEMS: &[(u16, &str)] = &[
    (400, "The query, a header or the JSON is malformed."),
    (401, "Signing in is needed, or failed."),
    (403, "The role does not include this operation."),
    (404, "There is nothing here, or nothing you may see."),
    (406, "There is nothing here of a media type that `Accept` names."),
    (408, "The body did not arrive in time."),
    (410, "The article was taken back for good; the detail is what its readers are told."),
    (412, "Somebody changed it in the meantime."),
    (413, "The body is too large."),
    (415, "The media type is not supported."),
    (422, "The body has faults."),
    (428, "If-Match is required."),
    (429, "Too much was asked for at once; try again after `Retry-After`."),
    (503, "Too much to do, or no database; try again after `Retry-After`."),
];

/// Adds what every response of its kind has: refusals a problem document, pages the links to their neighbours, published content
/// an entity tag.
fn complete_responses(operation: &mut Operation) {
    let is_delivery = operation.tags.iter().flatten().any(|tag| tag == "Delivery");
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        let is_problem = status.starts_with(['4', '5']);
        if is_problem && response.content.is_empty() {
            response.content.insert(PROBLEM_JSON.to_owned(), RefOr::T(problem_content()));
        }
        if response.content.values().any(is_page) {
            add_header(response, "Link", "The neighbouring pages (RFC 8288).");
        }
        if is_delivery && status == "200" {
            add_header(response, "ETag", "Changes with the answer.");
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
    let in_path: Vec<&str> = parameters
        .iter()
        .filter(|parameter| parameter.parameter_in == ParameterIn::Path)
        .map(|parameter| parameter.name.as_str())
        .collect();
    let by_name = in_path.iter().any(|name| ["article", "section", "slug"].contains(name));
    let of_article = in_path.contains(&"article");
    let precondition = parameters.iter().any(|parameter| parameter.name == "If-Match");
    let mut statuses = vec![400];
    if operation.security.is_some() {
        statuses.extend([401, 403]);
    }
    if !in_path.is_empty() {
        statuses.push(404);
    }
    if of_article {
        statuses.push(410);
    }
    if operation.request_body.is_some() {
        statuses.extend([408, 413, 415, 422]);
    }
    if precondition {
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
    // A cacheable answer need not be sent twice.
    if cacheable {
        let response = ResponseBuilder::new()
            .description("You have it already, by `If-None-Match` or `If-Modified-Since`.")
            .build();
        operation.responses.responses.insert("304".to_owned(), RefOr::T(response));
    }
    // What is asked for by name may have another one by now.
    if cacheable && by_name {
        let mut location = Header::default();
        location.description = Some("The present address, with the same query.".to_owned());
        let response = ResponseBuilder::new()
            .description("It was asked for by a former name, and has another one now.")
            .header("Location", location)
            .build();
        operation.responses.responses.insert("301".to_owned(), RefOr::T(response));
    }
    say_who_may(operation);
    // Public on purpose, and not by oversight.
    operation.security.get_or_insert_with(Vec::new);
}

/// Says which roles and API keys the operation is for: the permission that it names stands for them.
fn say_who_may(operation: &mut Operation) {
    let named = serde_json::to_value(&operation.security).unwrap_or_default();
    let permission = named.pointer("/0/bearer/0").and_then(Value::as_str).map(str::parse::<Permission>);
    let Some(Ok(permission)) = permission else { return };
    let roles: Vec<&str> = ROLES.into_iter().filter(|role| permission.is_in(*role)).map(Into::into).collect();
    let keys = match permission.scopes() {
        Some([]) => "no API key".to_owned(),
        Some(scopes) => {
            let scopes: Vec<&str> = scopes.iter().map(Into::into).collect();
            format!("API keys with `{}`", scopes.join("` or `"))
        }
        None => "any API key".to_owned(),
    };
    let description = operation.description.get_or_insert_default();
    description.push_str(&format!("\n\nFor the roles `{}`; {keys}.", roles.join("`, `")));
    if permission.is_for_the_whole_site() {
        description.push_str(" Not for editors who are restricted to sections.");
    }
}

const ROLES: [Role; 4] = [Role::Reporter, Role::Moderator, Role::Editor, Role::Admin];

/// What shared caches are told with an answer of the public wing.
fn caching_headers() -> impl Iterator<Item = (String, RefOr<Header>)> {
    [
        (
            "Last-Modified",
            "When anything that readers can see last changed; not within the second of a change.",
        ),
        ("Vary", "`Accept, Accept-Encoding`: there is an answer for each."),
        (
            "Surrogate-Key",
            "All that the answer tells of, as `article-84451 section-12 author-7 tag-3`, and `content`. \
            `content` alone when the names would be longer than 4,000 bytes.",
        ),
        ("Cache-Tag", "The same as `Surrogate-Key`, separated by commas."),
    ]
    .into_iter()
    .map(|(name, description)| {
        let mut header = Header::default();
        header.description = Some(description.to_owned());
        (name.to_owned(), RefOr::T(header))
    })
}
