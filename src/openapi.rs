//! The common parts of the OpenAPI document: its description, tags, security schemes, shared responses, headers, links and
//! examples. Each operation declares only what is its own; [`completed`] adds what follows from it.

mod block_schema;
mod examples;
mod headers;
mod links;
mod patterns;
mod responses;
mod security;
mod shapes;

use utoipa::OpenApi as _;
use utoipa::openapi::schema::{Object, Schema};
use utoipa::openapi::{OpenApi, RefOr};

use crate::content::Fault;
use crate::http::Problem;

pub use block_schema::block_schema;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Broadsheet",
        description = "A headless CMS for newsrooms. The delivery API returns published articles to apps and websites. \
                       The editorial API is for writing and publishing them.\n\nTimes have the format of RFC 3339, and \
                       languages are BCP 47 tags. Lists have pages with cursors. Requests with unknown members or \
                       parameters are refused. Every error response is a problem document (RFC 9457).",
        contact(name = "The newsroom or the company that operates this server"),
        license(name = "MIT", identifier = "MIT"),
    ),
    servers(
        (url = "/", description = "The server that this document comes from."),
        (
            url = "{scheme}://{host}",
            description = "Another server.",
            variables(
                ("scheme" = (default = "http", enum_values("http", "https"), description = "`https`, except on your own machine.")),
                ("host" = (default = "localhost:8080", description = "The host, and the port if it is not the usual one.")),
            )
        ),
    ),
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

/// The document without operations.
pub fn base() -> OpenApi {
    let mut document = Frame::openapi();
    security::add_schemes(document.components.get_or_insert_default());
    document
}

/// Adds to each operation what follows from its security, parameters, body, preconditions and path, and to the document the
/// components that they refer to.
pub fn completed(mut document: OpenApi) -> OpenApi {
    let recorded = examples::recorded();
    for (path, item) in &mut document.paths.paths {
        let operations =
            [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete].into_iter();
        for operation in operations.flatten() {
            responses::complete(path, operation);
            security::complete(operation);
            shapes::simplify_parameters(operation);
            shapes::separate_media_types(operation);
            links::add(operation);
            examples::add(operation, &recorded);
        }
    }
    let components = document.components.get_or_insert_default();
    responses::add_components(components);
    headers::add_components(components);
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
