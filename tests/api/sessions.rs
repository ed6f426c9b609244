//! Sessions: sign-in, refresh, sign-out and passwords.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use broadsheet::accounts::store;
use serde_json::{Value, json};

use crate::harness::{Client, Newsroom, PASSWORD, scenarios};

scenarios![
    a_refresh_token_continues_its_session,
    a_reused_refresh_token_ends_its_session,
    an_unused_session_expires,
    an_invalid_refresh_token_is_refused,
    signing_out_ends_the_session_immediately,
    sessions_can_be_listed_and_ended_one_by_one,
    a_new_password_ends_all_other_sessions,
    a_new_password_must_be_strong_and_needs_the_current_one,
    a_weak_password_hash_is_replaced_at_the_next_sign_in,
];

const EMAIL: &str = "edda.editor@news.example";
const NEW_PASSWORD: &str = "kelp lantern under orbit";

async fn login(news: &Newsroom, password: &str) -> Value {
    let login = json!({"email": EMAIL, "password": password});
    let request = news.reader().request(actix_web::http::Method::POST, "/v1/auth/login");
    request.header("User-Agent", "Desk/1.0").json(login).send().await.ok()
}

fn member<'a>(session: &'a Value, name: &str) -> &'a str {
    session[name].as_str().unwrap()
}

fn session_client<'a>(news: &'a Newsroom, session: &Value) -> Client<'a> {
    news.client_with_token(member(session, "access_token"))
}

async fn refresh(news: &Newsroom, token: &str) -> crate::harness::Response {
    news.reader().post("/v1/auth/refresh", json!({"refresh_token": token})).await
}

async fn a_refresh_token_continues_its_session(news: Newsroom) {
    let first = login(&news, PASSWORD).await;
    news.advance_clock(20 * 60);
    session_client(&news, &first).get("/v1/auth/me").await.problem(401, "token-expired");
    let response = refresh(&news, member(&first, "refresh_token")).await;
    let second = response.ok();
    assert_eq!(response.header("cache-control"), "private, no-store, no-transform");
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_eq!(session_client(&news, &second).get("/v1/auth/me").await.ok(), second["user"]);
    let sessions = session_client(&news, &second).get("/v1/auth/sessions").await.ok();
    let current = sessions["data"].as_array().unwrap().iter().find(|session| session["current"] == true);
    let current = current.unwrap();
    assert_eq!(current["user_agent"], "Desk/1.0");
    assert_eq!(current["created_at"], "2026-05-02T12:00:00Z");
    assert_eq!(current["last_used_at"], "2026-05-02T12:20:00Z");
}

async fn a_reused_refresh_token_ends_its_session(news: Newsroom) {
    let first = login(&news, PASSWORD).await;
    let other = login(&news, PASSWORD).await;
    let second = refresh(&news, member(&first, "refresh_token")).await.ok();
    refresh(&news, member(&first, "refresh_token")).await.problem(401, "invalid-token");
    refresh(&news, member(&second, "refresh_token")).await.problem(401, "invalid-token");
    session_client(&news, &second).get("/v1/auth/me").await.problem(401, "invalid-token");
    session_client(&news, &other).get("/v1/auth/me").await.ok();
    let log = news.admin().get("/v1/editorial/audit-log?action=session.reuse").await.ok();
    assert_eq!(log["data"][0]["target"]["id"], news.account("Edda Editor").id);
    assert!(!log.to_string().contains(member(&first, "refresh_token")));
}

async fn an_unused_session_expires(news: Newsroom) {
    let first = login(&news, PASSWORD).await;
    news.advance_clock(29 * 24 * 60 * 60);
    let second = refresh(&news, member(&first, "refresh_token")).await.ok();
    news.advance_clock(30 * 24 * 60 * 60);
    refresh(&news, member(&second, "refresh_token")).await.problem(401, "token-expired");
    refresh(&news, member(&second, "refresh_token")).await.problem(401, "invalid-token");
}

async fn an_invalid_refresh_token_is_refused(news: Newsroom) {
    let session = login(&news, PASSWORD).await;
    let valid = member(&session, "refresh_token");
    let (family, _) = valid.split_once('.').unwrap();
    for token in ["", ".", "x", "a.b", &"x.".repeat(5000), family, member(&session, "access_token")] {
        refresh(&news, token).await.problem(401, "invalid-token");
    }
    let response = news.reader().post("/v1/auth/refresh", json!({})).await;
    assert_eq!(response.error_sources(422, "invalid-body"), ["/refresh_token"]);
    refresh(&news, valid).await.ok();
}

async fn signing_out_ends_the_session_immediately(news: Newsroom) {
    let session = login(&news, PASSWORD).await;
    let request = session_client(&news, &session).request(actix_web::http::Method::POST, "/v1/auth/logout");
    request.send().await.expect(204);
    session_client(&news, &session).get("/v1/auth/me").await.problem(401, "invalid-token");
    refresh(&news, member(&session, "refresh_token")).await.problem(401, "invalid-token");
}

async fn sessions_can_be_listed_and_ended_one_by_one(news: Newsroom) {
    let (first, second) = (login(&news, PASSWORD).await, login(&news, PASSWORD).await);
    let list = session_client(&news, &first).get("/v1/auth/sessions").await.ok();
    let others = list["data"].as_array().unwrap().iter().filter(|session| session["current"] == false);
    let newest = others.map(|session| session["id"].as_i64().unwrap()).max().unwrap();
    let path = format!("/v1/auth/sessions/{newest}");
    let end = async |client: Client<'_>| client.request(actix_web::http::Method::DELETE, &path).send().await;
    // Other accounts cannot see the session, not even admins.
    end(news.admin()).await.problem(404, "not-found");
    end(session_client(&news, &first)).await.expect(204);
    end(session_client(&news, &first)).await.problem(404, "not-found");
    session_client(&news, &second).get("/v1/auth/me").await.problem(401, "invalid-token");
}

async fn change_password(client: Client<'_>, current: &str, new: &str) -> crate::harness::Response {
    let request = client.request(actix_web::http::Method::PUT, "/v1/auth/password");
    request.json(json!({"current_password": current, "new_password": new})).send().await
}

async fn a_new_password_ends_all_other_sessions(news: Newsroom) {
    let (first, second) = (login(&news, PASSWORD).await, login(&news, PASSWORD).await);
    change_password(session_client(&news, &first), PASSWORD, NEW_PASSWORD).await.expect(204);
    session_client(&news, &first).get("/v1/auth/me").await.ok();
    session_client(&news, &second).get("/v1/auth/me").await.problem(401, "invalid-token");
    refresh(&news, member(&second, "refresh_token")).await.problem(401, "invalid-token");
    let old_login = json!({"email": EMAIL, "password": PASSWORD});
    news.reader().post("/v1/auth/login", old_login).await.problem(401, "invalid-credentials");
    login(&news, NEW_PASSWORD).await;
}

async fn a_new_password_must_be_strong_and_needs_the_current_one(news: Newsroom) {
    let session = login(&news, PASSWORD).await;
    change_password(session_client(&news, &session), "not the one", NEW_PASSWORD)
        .await
        .problem(403, "forbidden");
    for weak in ["short", "passwordpassword", EMAIL, "Edda Editor Edda Editor", &"a b ".repeat(100)] {
        let response = change_password(session_client(&news, &session), PASSWORD, weak).await;
        assert_eq!(response.error_sources(422, "invalid-body"), ["/new_password"], "{weak}");
    }
    login(&news, PASSWORD).await;
}

async fn a_weak_password_hash_is_replaced_at_the_next_sign_in(news: Newsroom) {
    let id = news.account("Edda Editor").id;
    let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
    let outdated = weak.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
    let mut user = news.account("Edda Editor").clone();
    user.password_hash = outdated.clone();
    let now = news.now();
    news.write(move |c| store::update(c, &user, now)).await;
    login(&news, PASSWORD).await;
    let stored = news.write(move |c| store::find(c, id)).await.unwrap().password_hash;
    assert!(outdated.contains("m=8,") && stored.contains("m=16,"), "{outdated} {stored}");
    login(&news, PASSWORD).await;
    assert_eq!(news.write(move |c| store::find(c, id)).await.unwrap().password_hash, stored);
}
