//! Accounts, which admins manage.

use serde_json::{Value, json};

use crate::harness::{Newsroom, PASSWORD, scenarios};

scenarios![
    an_admin_can_create_an_account_that_can_sign_in,
    only_admins_can_manage_accounts,
    an_invalid_account_is_refused,
    an_email_address_has_one_account,
    a_new_role_or_password_ends_all_sessions,
    a_new_name_ends_no_session,
    a_new_role_applies_to_the_next_session,
    the_last_admin_cannot_be_removed,
    an_account_with_articles_cannot_be_deleted,
    a_change_of_an_account_needs_the_current_version,
    changes_of_accounts_are_logged,
];

const USERS: &str = "/v1/editorial/users";
const NEW_PASSWORD: &str = "kelp lantern under orbit";

fn new_user() -> Value {
    json!({"email": "Nell@News.example", "name": "Nell New", "role": "editor", "password": NEW_PASSWORD})
}

fn user_path(id: impl std::fmt::Display) -> String {
    format!("{USERS}/{id}")
}

async fn patch(news: &Newsroom, name: &str, change: Value) -> crate::harness::Response {
    let path = user_path(news.account(name).id);
    let etag = news.admin().etag_of(&path).await;
    news.admin().patch(&path, &etag, change).await
}

async fn sign_in(news: &Newsroom, email: &str, password: &str) -> Value {
    news.reader().post("/v1/auth/login", json!({"email": email, "password": password})).await.ok()
}

async fn an_admin_can_create_an_account_that_can_sign_in(news: Newsroom) {
    let response = news.admin().post(USERS, new_user()).await;
    let user = response.created();
    assert_eq!(response.header("location"), user_path(&user["id"]));
    assert_eq!((&user["email"], &user["role"]), (&json!("nell@news.example"), &json!("editor")));
    assert!(!response.text().contains("argon2") && !response.text().contains(NEW_PASSWORD));
    assert_eq!(news.admin().get(&user_path(&user["id"])).await.ok(), user);
    let session = sign_in(&news, "nell@news.example", NEW_PASSWORD).await;
    let new_client = news.client_with_token(session["access_token"].as_str().unwrap());
    new_client.post("/v1/editorial/articles", json!({"headline": "Ferry"})).await.created();
    let list = news.admin().get(&format!("{USERS}?limit=100")).await.ok();
    assert_eq!(list["data"].as_array().unwrap().last(), Some(&user));
}

async fn only_admins_can_manage_accounts(news: Newsroom) {
    let path = user_path(news.account("Rae Reporter").id);
    for client in [news.editor(), news.moderator(), news.reporter()] {
        client.get(USERS).await.problem(403, "forbidden");
        client.get(&path).await.problem(403, "forbidden");
        client.post(USERS, new_user()).await.problem(403, "forbidden");
        client.patch(&path, "\"1\"", json!({"role": "admin"})).await.problem(403, "forbidden");
        client.delete(&path, "\"1\"").await.problem(403, "forbidden");
    }
    news.reader().get(USERS).await.problem(401, "unauthenticated");
}

async fn an_invalid_account_is_refused(news: Newsroom) {
    for (change, source) in [
        (json!({"email": "nell"}), "/email"),
        (json!({"email": null}), "/email"),
        (json!({"name": " "}), "/name"),
        (json!({"name": "a".repeat(101)}), "/name"),
        (json!({"name": "a\nb"}), "/name"),
        (json!({"role": "owner"}), "/role"),
        (json!({"role": null}), "/role"),
        (json!({"password": "too short"}), "/password"),
        (json!({"password": "nell@news.example"}), "/password"),
        (json!({"password": 5}), "/password"),
        (json!({"id": 5}), "/id"),
        (json!({"password_hash": "x"}), "/password_hash"),
    ] {
        let mut user = new_user();
        user.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(
            news.admin().post(USERS, user).await.error_sources(422, "invalid-body"),
            [source],
            "{change}"
        );
    }
    for (change, source) in [
        (json!({"name": null}), "/name"),
        (json!({"role": null}), "/role"),
        (json!({"disabled": "yes"}), "/disabled"),
        (json!({"email": "other@news.example"}), "/email"),
        (json!({"password": "short"}), "/password"),
    ] {
        let response = patch(&news, "Rae Reporter", change.clone()).await;
        assert_eq!(response.error_sources(422, "invalid-body"), [source], "{change}");
    }
}

async fn an_email_address_has_one_account(news: Newsroom) {
    news.admin().post(USERS, new_user()).await.created();
    let mut duplicate = new_user();
    duplicate["email"] = json!(" NELL@news.EXAMPLE ");
    assert_eq!(news.admin().post(USERS, duplicate).await.error_sources(409, "email-taken"), ["/email"]);
}

async fn a_new_role_or_password_ends_all_sessions(news: Newsroom) {
    for change in [json!({"role": "moderator"}), json!({"password": NEW_PASSWORD}), json!({"disabled": true})]
    {
        let user =
            json!({"email": "n@news.example", "name": "N", "role": "editor", "password": NEW_PASSWORD});
        let id = news.admin().post(USERS, user).await.created()["id"].clone();
        let session = sign_in(&news, "n@news.example", NEW_PASSWORD).await;
        let token = session["access_token"].as_str().unwrap();
        news.client_with_token(token).get("/v1/auth/me").await.ok();
        let etag = news.admin().etag_of(&user_path(&id)).await;
        let etag = news.admin().patch(&user_path(&id), &etag, change.clone()).await.expect(200).etag();
        news.client_with_token(token).get("/v1/auth/me").await.problem(401, "invalid-token");
        let refresh = json!({"refresh_token": session["refresh_token"]});
        news.reader().post("/v1/auth/refresh", refresh).await.problem(401, "invalid-token");
        news.admin().delete(&user_path(&id), &etag).await.expect(204);
    }
}

async fn a_new_name_ends_no_session(news: Newsroom) {
    let editor = news.editor();
    assert_eq!(patch(&news, "Edda Editor", json!({"name": "Edda E."})).await.ok()["version"], 2);
    assert_eq!(editor.get("/v1/auth/me").await.ok()["name"], "Edda E.");
    // A patch without a change keeps the version.
    assert_eq!(patch(&news, "Edda Editor", json!({"name": "Edda E."})).await.ok()["version"], 2);
}

async fn a_new_role_applies_to_the_next_session(news: Newsroom) {
    patch(&news, "Edda Editor", json!({"role": "reporter"})).await.ok();
    let session = sign_in(&news, "edda.editor@news.example", PASSWORD).await;
    assert_eq!(session["user"]["role"], "reporter");
    let client = news.client_with_token(session["access_token"].as_str().unwrap());
    client.post("/v1/editorial/tags", json!({"name": "Gales"})).await.problem(403, "forbidden");
}

async fn the_last_admin_cannot_be_removed(news: Newsroom) {
    for change in [json!({"role": "editor"}), json!({"disabled": true})] {
        patch(&news, "Ada Admin", change).await.problem(409, "last-admin");
    }
    let path = user_path(news.account("Ada Admin").id);
    news.admin().delete(&path, &news.admin().etag_of(&path).await).await.problem(409, "last-admin");
    // A disabled admin does not count.
    patch(&news, "Edda Editor", json!({"role": "admin", "disabled": true})).await.ok();
    patch(&news, "Ada Admin", json!({"role": "editor"})).await.problem(409, "last-admin");
    patch(&news, "Edda Editor", json!({"disabled": false})).await.ok();
    patch(&news, "Ada Admin", json!({"role": "editor"})).await.ok();
    news.admin().get(USERS).await.problem(403, "forbidden");
}

async fn an_account_with_articles_cannot_be_deleted(news: Newsroom) {
    news.reporter().post("/v1/editorial/articles", json!({"headline": "Ferry"})).await.created();
    let path = user_path(news.account("Rae Reporter").id);
    let etag = news.admin().etag_of(&path).await;
    news.admin().delete(&path, &etag).await.problem(409, "in-use");
    let path = user_path(news.account("Rob Reporter").id);
    news.admin().delete(&path, &news.admin().etag_of(&path).await).await.expect(204);
    news.admin().get(&path).await.problem(404, "not-found");
    news.client_for("Rob Reporter").get("/v1/auth/me").await.problem(401, "invalid-token");
}

async fn a_change_of_an_account_needs_the_current_version(news: Newsroom) {
    let path = user_path(news.account("Rae Reporter").id);
    let etag = news.admin().etag_of(&path).await;
    news.admin().patch(&path, &etag, json!({"role": "editor"})).await.ok();
    let stale = news.admin().patch(&path, &etag, json!({"role": "moderator"})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!(["role"]));
    news.admin().delete(&path, &etag).await.problem(412, "version-mismatch");
    let without_version =
        news.admin().request(actix_web::http::Method::PATCH, &path).json(json!({})).send().await;
    without_version.problem(428, "precondition-required");
}

async fn changes_of_accounts_are_logged(news: Newsroom) {
    patch(&news, "Rae Reporter", json!({"role": "editor", "password": NEW_PASSWORD})).await.ok();
    let id = news.account("Rae Reporter").id;
    let log =
        news.admin().get(&format!("/v1/editorial/audit-log?target_kind=user&target_id={id}")).await.ok();
    let entry = &log["data"][0];
    assert_eq!((&entry["action"], &entry["actor"]["name"]), (&json!("user.update"), &json!("Ada Admin")));
    let changes = entry["changes"].as_array().unwrap();
    assert!(changes.contains(&json!({"member": "role", "before": "reporter", "after": "editor"})));
    assert!(changes.contains(&json!({"member": "password", "before": null, "after": null})));
    assert!(!log.to_string().contains(NEW_PASSWORD) && !log.to_string().contains("argon2"));
}
