//! Accounts as admins manage them.

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
const BETTER: &str = "kelp lantern under orbit";

fn nell() -> Value {
    json!({"email": "Nell@News.example", "name": "Nell New", "role": "editor", "password": BETTER})
}

fn at(id: impl std::fmt::Display) -> String {
    format!("{USERS}/{id}")
}

async fn patch(news: &Newsroom, name: &str, change: Value) -> crate::harness::Answer {
    let path = at(news.account(name).id);
    let etag = news.admin().etag_of(&path).await;
    news.admin().patch(&path, &etag, change).await
}

async fn sign_in(news: &Newsroom, email: &str, password: &str) -> Value {
    news.reader().post("/v1/auth/login", json!({"email": email, "password": password})).await.ok()
}

async fn an_admin_can_create_an_account_that_can_sign_in(news: Newsroom) {
    let answer = news.admin().post(USERS, nell()).await;
    let user = answer.created();
    assert_eq!(answer.header("location"), at(&user["id"]));
    assert_eq!((&user["email"], &user["role"]), (&json!("nell@news.example"), &json!("editor")));
    assert!(!answer.text().contains("argon2") && !answer.text().contains(BETTER));
    assert_eq!(news.admin().get(&at(&user["id"])).await.ok(), user);
    let session = sign_in(&news, "nell@news.example", BETTER).await;
    let nell = news.stranger_with(session["access_token"].as_str().unwrap());
    nell.post("/v1/editorial/articles", json!({"headline": "Ferry"})).await.created();
    let list = news.admin().get(&format!("{USERS}?limit=100")).await.ok();
    assert_eq!(list["data"].as_array().unwrap().last(), Some(&user));
}

async fn only_admins_can_manage_accounts(news: Newsroom) {
    let path = at(news.account("Rae Reporter").id);
    for who in [news.editor(), news.moderator(), news.reporter()] {
        who.get(USERS).await.problem(403, "forbidden");
        who.get(&path).await.problem(403, "forbidden");
        who.post(USERS, nell()).await.problem(403, "forbidden");
        who.patch(&path, "\"1\"", json!({"role": "admin"})).await.problem(403, "forbidden");
        who.delete(&path, "\"1\"").await.problem(403, "forbidden");
    }
    news.reader().get(USERS).await.problem(401, "unauthenticated");
}

async fn an_invalid_account_is_refused(news: Newsroom) {
    for (change, culprit) in [
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
        let mut user = nell();
        user.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(news.admin().post(USERS, user).await.culprits(422, "invalid-body"), [culprit], "{change}");
    }
    for (change, culprit) in [
        (json!({"name": null}), "/name"),
        (json!({"role": null}), "/role"),
        (json!({"disabled": "yes"}), "/disabled"),
        (json!({"email": "other@news.example"}), "/email"),
        (json!({"password": "short"}), "/password"),
    ] {
        let answer = patch(&news, "Rae Reporter", change.clone()).await;
        assert_eq!(answer.culprits(422, "invalid-body"), [culprit], "{change}");
    }
}

async fn an_email_address_has_one_account(news: Newsroom) {
    news.admin().post(USERS, nell()).await.created();
    let mut again = nell();
    again["email"] = json!(" NELL@news.EXAMPLE ");
    assert_eq!(news.admin().post(USERS, again).await.culprits(409, "email-taken"), ["/email"]);
}

async fn a_new_role_or_password_ends_all_sessions(news: Newsroom) {
    for change in [json!({"role": "moderator"}), json!({"password": BETTER}), json!({"disabled": true})] {
        let user = json!({"email": "n@news.example", "name": "N", "role": "editor", "password": BETTER});
        let id = news.admin().post(USERS, user).await.created()["id"].clone();
        let session = sign_in(&news, "n@news.example", BETTER).await;
        let token = session["access_token"].as_str().unwrap();
        news.stranger_with(token).get("/v1/auth/me").await.ok();
        let etag = news.admin().etag_of(&at(&id)).await;
        let etag = news.admin().patch(&at(&id), &etag, change.clone()).await.expect(200).etag();
        news.stranger_with(token).get("/v1/auth/me").await.problem(401, "invalid-token");
        let refresh = json!({"refresh_token": session["refresh_token"]});
        news.reader().post("/v1/auth/refresh", refresh).await.problem(401, "invalid-token");
        news.admin().delete(&at(&id), &etag).await.expect(204);
    }
}

async fn a_new_name_ends_no_session(news: Newsroom) {
    let editor = news.editor();
    assert_eq!(patch(&news, "Edda Editor", json!({"name": "Edda E."})).await.ok()["version"], 2);
    assert_eq!(editor.get("/v1/auth/me").await.ok()["name"], "Edda E.");
    // What changes nothing is no new version.
    assert_eq!(patch(&news, "Edda Editor", json!({"name": "Edda E."})).await.ok()["version"], 2);
}

async fn a_new_role_applies_to_the_next_session(news: Newsroom) {
    patch(&news, "Edda Editor", json!({"role": "reporter"})).await.ok();
    let session = sign_in(&news, "edda.editor@news.example", PASSWORD).await;
    assert_eq!(session["user"]["role"], "reporter");
    let edda = news.stranger_with(session["access_token"].as_str().unwrap());
    edda.post("/v1/editorial/tags", json!({"name": "Gales"})).await.problem(403, "forbidden");
}

async fn the_last_admin_cannot_be_removed(news: Newsroom) {
    for change in [json!({"role": "editor"}), json!({"disabled": true})] {
        patch(&news, "Ada Admin", change).await.problem(409, "last-admin");
    }
    let path = at(news.account("Ada Admin").id);
    news.admin().delete(&path, &news.admin().etag_of(&path).await).await.problem(409, "last-admin");
    // One who may not sign in is no admin who is left.
    patch(&news, "Edda Editor", json!({"role": "admin", "disabled": true})).await.ok();
    patch(&news, "Ada Admin", json!({"role": "editor"})).await.problem(409, "last-admin");
    patch(&news, "Edda Editor", json!({"disabled": false})).await.ok();
    patch(&news, "Ada Admin", json!({"role": "editor"})).await.ok();
    news.admin().get(USERS).await.problem(403, "forbidden");
}

async fn an_account_with_articles_cannot_be_deleted(news: Newsroom) {
    news.reporter().post("/v1/editorial/articles", json!({"headline": "Ferry"})).await.created();
    let path = at(news.account("Rae Reporter").id);
    let etag = news.admin().etag_of(&path).await;
    news.admin().delete(&path, &etag).await.problem(409, "in-use");
    let path = at(news.account("Rob Reporter").id);
    news.admin().delete(&path, &news.admin().etag_of(&path).await).await.expect(204);
    news.admin().get(&path).await.problem(404, "not-found");
    news.colleague("Rob Reporter").get("/v1/auth/me").await.problem(401, "invalid-token");
}

async fn a_change_of_an_account_needs_the_current_version(news: Newsroom) {
    let path = at(news.account("Rae Reporter").id);
    let etag = news.admin().etag_of(&path).await;
    news.admin().patch(&path, &etag, json!({"role": "editor"})).await.ok();
    let late = news.admin().patch(&path, &etag, json!({"role": "moderator"})).await;
    assert_eq!(late.problem(412, "version-mismatch")["changed"], json!(["role"]));
    news.admin().delete(&path, &etag).await.problem(412, "version-mismatch");
    let without = news.admin().request(actix_web::http::Method::PATCH, &path).json(json!({})).send().await;
    without.problem(428, "precondition-required");
}

async fn changes_of_accounts_are_logged(news: Newsroom) {
    patch(&news, "Rae Reporter", json!({"role": "editor", "password": BETTER})).await.ok();
    let id = news.account("Rae Reporter").id;
    let log =
        news.admin().get(&format!("/v1/editorial/audit-log?target_kind=user&target_id={id}")).await.ok();
    let entry = &log["data"][0];
    assert_eq!((&entry["action"], &entry["actor"]["name"]), (&json!("user.update"), &json!("Ada Admin")));
    let changes = entry["changes"].as_array().unwrap();
    assert!(changes.contains(&json!({"member": "role", "before": "reporter", "after": "editor"})));
    assert!(changes.contains(&json!({"member": "password", "before": null, "after": null})));
    assert!(!log.to_string().contains(BETTER) && !log.to_string().contains("argon2"));
}
