//! The security schemes, and who may use an operation.

use serde_json::Value;
use utoipa::openapi::Components;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};

use crate::content::vocabulary::Role;
use crate::http::Permission;

/// The scheme of access tokens. Operations declare it, with the permission that they need.
const ACCESS_TOKEN: &str = "bearer";

/// The scheme of API keys.
const API_KEY: &str = "api_key";

const ROLES: [Role; 4] = [Role::Reporter, Role::Moderator, Role::Editor, Role::Admin];

/// Adds the security schemes.
pub(super) fn add_schemes(components: &mut Components) {
    let scheme = |format: &str, description: &str| {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format(format);
        SecurityScheme::Http(scheme.description(Some(description)).build())
    };
    let access_token = "An access token from `POST /v1/auth/login`. Operations name the permission that they need, and \
                        the roles that have it.";
    let api_key = "An API key from `POST /v1/editorial/api-keys`, for programs. It is sent as an access token is: \
                   `Authorization: Bearer bs_…`. Operations name the scope that the key needs.";
    components.add_security_scheme(ACCESS_TOKEN, scheme("JWT", access_token));
    components.add_security_scheme(API_KEY, scheme("bs_…", api_key));
}

/// Adds the API keys that can use the operation: each scope is an alternative. Adds to the description which roles and API keys
/// have the operation's permission.
pub(super) fn complete(operation: &mut Operation) {
    // An empty list says explicitly that the operation is public.
    let requirements = operation.security.get_or_insert_default();
    let declared = serde_json::to_value(&requirements).unwrap_or_default();
    let permission = declared.pointer("/0/bearer/0").and_then(Value::as_str).map(str::parse::<Permission>);
    let Some(Ok(permission)) = permission else { return };
    let keys = match permission.scopes() {
        Some([]) => "none".to_owned(),
        Some(scopes) => {
            let scopes: Vec<&str> = scopes.iter().map(Into::into).collect();
            requirements.extend(scopes.iter().map(|scope| SecurityRequirement::new(API_KEY, [*scope])));
            format!("with the scope `{}`", scopes.join("` or `"))
        }
        None => {
            requirements.push(SecurityRequirement::new(API_KEY, [] as [&str; 0]));
            "all".to_owned()
        }
    };
    let roles: Vec<&str> = ROLES.into_iter().filter(|role| permission.is_in(*role)).map(Into::into).collect();
    let description = operation.description.get_or_insert_default();
    description.push_str(&format!("\n\nRoles: `{}`. API keys: {keys}.", roles.join("`, `")));
    if permission.is_for_the_whole_site() {
        description.push_str(" Editors who are restricted to sections cannot use it.");
    }
}
