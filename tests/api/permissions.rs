//! Who may do what: every protected operation, for everybody.

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

/// What somebody is answered when an operation is not for them; nothing when it is.
type Verdict = Box<dyn Fn(Permission) -> Option<(u16, &'static str)>>;

async fn every_protected_operation_enforces_its_documented_permission(news: Newsroom) {
    let late = news.editor();
    news.pass(910);
    let dismissed = news.colleague("Rob Reporter");
    news.set_disabled("Rob Reporter", true).await;
    let refused = |status, code| -> Verdict { Box::new(move |_| Some((status, code))) };
    let mut everybody: Vec<(String, Client<'_>, Verdict)> = vec![
        ("nobody".into(), news.reader(), refused(401, "unauthenticated")),
        ("somebody late".into(), late, refused(401, "token-expired")),
        ("somebody dismissed".into(), dismissed, refused(401, "invalid-token")),
        ("a forger".into(), news.stranger_with("a.b.c"), refused(401, "invalid-token")),
        ("a forger of keys".into(), news.stranger_with("bs_a00000000"), refused(401, "invalid-token")),
    ];
    for (client, role) in [
        (news.reporter(), Role::Reporter),
        (news.moderator(), Role::Moderator),
        (news.editor(), Role::Editor),
        (news.admin(), Role::Admin),
    ] {
        let verdict = move |permission: Permission| (!permission.is_in(role)).then_some((403, "forbidden"));
        everybody.push((format!("{role:?}"), client, Box::new(verdict)));
    }
    for scope in SCOPES {
        let key = json!({"name": "key", "scopes": [scope]});
        let key = news.admin().post("/v1/editorial/api-keys", key).await.created();
        let verdict = move |permission: Permission| {
            let enough = permission.scopes().is_none_or(|scopes| scopes.contains(&scope));
            (!enough).then_some((403, "forbidden"))
        };
        let client = news.stranger_with(key["key"].as_str().unwrap());
        everybody.push((format!("a key for {scope:?}"), client, Box::new(verdict)));
    }
    let login = json!({"email": "nell@news.example", "password": "kelp lantern under orbit"});
    let mut nell = login.clone();
    (nell["name"], nell["role"], nell["sections"]) = (json!("Nell"), json!("editor"), json!([]));
    news.admin().post("/v1/editorial/users", nell).await.created();
    let session = news.reader().post("/v1/auth/login", login).await.ok();
    let nell = news.stranger_with(session["access_token"].as_str().unwrap());
    let verdict = move |permission: Permission| {
        let may = permission.is_in(Role::Editor) && !permission.is_for_the_whole_site();
        (!may).then_some((403, "forbidden"))
    };
    everybody.push(("a restricted editor".into(), nell, Box::new(verdict)));
    let mut operations = news.protected();
    assert!(operations.len() > 50);
    // Signing out comes last: nothing works afterwards.
    operations.sort_by_key(|(_, path, _)| path.ends_with("/logout"));
    for (who, client, verdict) in &everybody {
        for (method, path, permission) in &operations {
            // Nothing that is there.
            let path = path.replace("/1", "/999999");
            let request = client.request(method.clone(), &path);
            let answer = if *method == Method::GET { request } else { request.json(json!({})) }.send().await;
            let found = answer.status.as_u16();
            match verdict(*permission) {
                Some((status, code)) => drop(answer.problem(status, code)),
                None => {
                    assert!(![401, 403].contains(&found) && found < 500, "{method} {path} for {who}: {found}")
                }
            }
        }
    }
}
