//! Links between operations: which one a client uses next, and which of its parameters come from the response.

use serde_json::{Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::link::{Link, LinkBuilder};
use utoipa::openapi::path::Operation;

/// The links of the operation from its successful response, with their names.
fn links_of(operation_id: &str) -> Vec<(&'static str, Link)> {
    let signed_in = |operation, description: &str| {
        link(operation, &format!("{description} Send the `access_token` as `Authorization: Bearer`."), &[])
    };
    let article_id = [("id", "$response.body#/id")];
    let new_version = [("id", "$response.body#/id"), ("If-Match", "$response.header.ETag")];
    match operation_id {
        "login" => vec![
            ("create", signed_in("create_article", "Creates an article.")),
            ("own_account", signed_in("get_me", "Reads your own account.")),
            ("refresh", refresh()),
        ],
        "refresh" => vec![("refresh", refresh())],
        "create_article" => vec![
            ("working_copy", link("get_editorial_article", "Reads the new draft.", &article_id)),
            ("change", link("update_article", "Changes the draft.", &new_version)),
            ("check", link("validate_article", "Returns what is missing before publication.", &article_id)),
            ("publish", publish(&new_version)),
        ],
        "update_article" | "get_editorial_article" => vec![
            ("change", link("update_article", "Changes this version.", &new_version)),
            ("publish", publish(&new_version)),
        ],
        "take_transition" => vec![
            (
                "read",
                link(
                    "get_article",
                    "Reads the article as readers see it.",
                    &[("article", "$response.body#/id")],
                ),
            ),
            ("change", link("update_article", "Changes the working copy.", &new_version)),
        ],
        _ => Vec::new(),
    }
}

/// Adds the links to the operation's successful response.
pub(super) fn add(operation: &mut Operation) {
    let links = links_of(operation.operation_id.as_deref().unwrap_or_default());
    let success = operation.responses.responses.iter_mut().find(|(status, _)| status.starts_with('2'));
    if let Some((_, RefOr::T(response))) = success {
        response.links.extend(links.into_iter().map(|(name, link)| (name.to_owned(), RefOr::T(link))));
    }
}

fn link(operation_id: &str, description: &str, parameters: &[(&str, &str)]) -> Link {
    with_body(operation_id, description, parameters, None)
}

fn publish(parameters: &[(&str, &str)]) -> Link {
    let body = json!({"to": "publish"});
    with_body("take_transition", "Publishes this version.", parameters, Some(body))
}

fn refresh() -> Link {
    let body = json!({"refresh_token": "$response.body#/refresh_token"});
    with_body("refresh", "Returns new tokens, before the access token expires.", &[], Some(body))
}

fn with_body(
    operation_id: &str,
    description: &str,
    parameters: &[(&str, &str)],
    body: Option<Value>,
) -> Link {
    let link = LinkBuilder::new().operation_id(operation_id).description(description).request_body(body);
    parameters.iter().fold(link, |link, (name, value)| link.parameter(*name, *value)).build()
}
