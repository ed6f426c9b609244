//! Permissions: every protected operation with every kind of client.

use actix_web::http::Method;
use broadsheet::content::vocabulary::{Role, Scope};
use broadsheet::http::Permission;
use serde_json::json;

use crate::harness::{Client, Newsroom, scenarios};

scenarios![every_protected_operation_enforces_its_documented_permission];

const SCOPES: [Scope; 6] = [
    Scope::ReadArticles,
    Scope::WriteArticles,
    Scope::PublishArticles,
    Scope::EditTaxonomy,
    Scope::ModerateComments,
    Scope::ManageUsers,
];

/// The status and code with which an operation refuses a client. `None` when the operation allows the client.
type Refusal = Box<dyn Fn(Permission) -> Option<(u16, &'static str)>>;

async fn every_protected_operation_enforces_its_documented_permission(news: Newsroom) {
    let expired = news.editor();
    news.advance_clock(910);
    let disabled = news.client_for("Rob Reporter");
    news.set_disabled("Rob Reporter", true).await;
    let refused = |status, code| -> Refusal { Box::new(move |_| Some((status, code))) };
    let mut clients: Vec<(String, Client<'_>, Refusal)> = vec![
        ("an anonymous client".into(), news.reader(), refused(401, "unauthenticated")),
        ("an expired token".into(), expired, refused(401, "token-expired")),
        ("a disabled account".into(), disabled, refused(401, "invalid-token")),
        ("a forged token".into(), news.client_with_token("a.b.c"), refused(401, "invalid-token")),
        ("a forged key".into(), news.client_with_token("bs_a00000000"), refused(401, "invalid-token")),
    ];
    for (client, role) in [
        (news.reporter(), Role::Reporter),
        (news.moderator(), Role::Moderator),
        (news.editor(), Role::Editor),
        (news.admin(), Role::Admin),
    ] {
        let refusal = move |permission: Permission| (!permission.is_in(role)).then_some((403, "forbidden"));
        clients.push((format!("{role:?}"), client, Box::new(refusal)));
    }
    for scope in SCOPES {
        let key = json!({"name": "key", "scopes": [scope]});
        let key = news.admin().post("/v1/editorial/api-keys", key).await.created();
        let refusal = move |permission: Permission| {
            let is_allowed = permission.scopes().is_none_or(|scopes| scopes.contains(&scope));
            (!is_allowed).then_some((403, "forbidden"))
        };
        let client = news.client_with_token(key["key"].as_str().unwrap());
        clients.push((format!("a key for {scope:?}"), client, Box::new(refusal)));
    }
    let login = json!({"email": "nell@news.example", "password": "kelp lantern under orbit"});
    let mut user = login.clone();
    (user["name"], user["role"], user["sections"]) = (json!("Nell"), json!("editor"), json!([]));
    news.admin().post("/v1/editorial/users", user).await.created();
    let session = news.reader().post("/v1/auth/login", login).await.ok();
    let restricted = news.client_with_token(session["access_token"].as_str().unwrap());
    let refusal = move |permission: Permission| {
        let is_allowed = permission.is_in(Role::Editor) && !permission.is_for_the_whole_site();
        (!is_allowed).then_some((403, "forbidden"))
    };
    clients.push(("a restricted editor".into(), restricted, Box::new(refusal)));
    let mut operations = news.protected_operations();
    assert!(operations.len() > 50);
    // Signing out comes last, since it invalidates the token.
    operations.sort_by_key(|(_, path, _)| path.ends_with("/logout"));
    for (client_name, client, refusal) in &clients {
        for (method, path, permission) in &operations {
            // Replaces the IDs with one that does not exist.
            let path = path.replace("/1", "/999999");
            let request = client.request(method.clone(), &path);
            let response =
                if *method == Method::GET { request } else { request.json(json!({})) }.send().await;
            let status = response.status.as_u16();
            match refusal(*permission) {
                Some((expected, code)) => drop(response.problem(expected, code)),
                None => {
                    assert!(
                        ![401, 403].contains(&status) && status < 500,
                        "{method} {path} for {client_name}: {status}"
                    )
                }
            }
        }
    }
}
