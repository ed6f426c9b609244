//! Sessions: signing in, going on, signing out, and what ends them.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use broadsheet::accounts::store;
use serde_json::{Value, json};

use crate::harness::{Client, Newsroom, PASSWORD, scenarios};

scenarios![
    a_session_goes_on_by_its_refresh_token,
    a_refresh_token_that_is_used_twice_ends_its_session,
    a_session_that_is_not_used_is_over,
    what_is_no_refresh_token_is_refused,
    signing_out_ends_the_session_at_once,
    sessions_are_listed_and_ended_one_by_one,
    a_new_password_ends_all_other_sessions,
    a_new_password_needs_the_present_one_and_must_be_sound,
    a_hash_of_less_work_is_replaced_at_the_next_sign_in,
];

const EMAIL: &str = "edda.editor@news.example";
const BETTER: &str = "kelp lantern under orbit";

async fn login(news: &Newsroom, password: &str) -> Value {
    let login = json!({"email": EMAIL, "password": password});
    let request = news.reader().request(actix_web::http::Method::POST, "/v1/auth/login");
    request.header("User-Agent", "Desk/1.0").json(login).send().await.ok()
}

fn text<'a>(session: &'a Value, name: &str) -> &'a str {
    session[name].as_str().unwrap()
}

fn client<'a>(news: &'a Newsroom, session: &Value) -> Client<'a> {
    news.stranger_with(text(session, "access_token"))
}

async fn refresh(news: &Newsroom, token: &str) -> crate::harness::Answer {
    news.reader().post("/v1/auth/refresh", json!({"refresh_token": token})).await
}

async fn a_session_goes_on_by_its_refresh_token(news: Newsroom) {
    let first = login(&news, PASSWORD).await;
    news.pass(20 * 60);
    client(&news, &first).get("/v1/auth/me").await.problem(401, "token-expired");
    let answer = refresh(&news, text(&first, "refresh_token")).await;
    let second = answer.ok();
    assert_eq!(answer.header("cache-control"), "private, no-store, no-transform");
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_eq!(client(&news, &second).get("/v1/auth/me").await.ok(), second["user"]);
    let sessions = client(&news, &second).get("/v1/auth/sessions").await.ok();
    let current = sessions["data"].as_array().unwrap().iter().find(|session| session["current"] == true);
    let current = current.unwrap();
    assert_eq!(current["user_agent"], "Desk/1.0");
    assert_eq!(current["created_at"], "2026-05-02T12:00:00Z");
    assert_eq!(current["last_used_at"], "2026-05-02T12:20:00Z");
}

async fn a_refresh_token_that_is_used_twice_ends_its_session(news: Newsroom) {
    let first = login(&news, PASSWORD).await;
    let other = login(&news, PASSWORD).await;
    let second = refresh(&news, text(&first, "refresh_token")).await.ok();
    refresh(&news, text(&first, "refresh_token")).await.problem(401, "invalid-token");
    refresh(&news, text(&second, "refresh_token")).await.problem(401, "invalid-token");
    client(&news, &second).get("/v1/auth/me").await.problem(401, "invalid-token");
    client(&news, &other).get("/v1/auth/me").await.ok();
    let log = news.admin().get("/v1/editorial/audit-log?action=session.reuse").await.ok();
    assert_eq!(log["data"][0]["target"]["id"], news.account("Edda Editor").id);
    assert!(!log.to_string().contains(text(&first, "refresh_token")));
}

async fn a_session_that_is_not_used_is_over(news: Newsroom) {
    let first = login(&news, PASSWORD).await;
    news.pass(29 * 24 * 60 * 60);
    let second = refresh(&news, text(&first, "refresh_token")).await.ok();
    news.pass(30 * 24 * 60 * 60);
    refresh(&news, text(&second, "refresh_token")).await.problem(401, "token-expired");
    refresh(&news, text(&second, "refresh_token")).await.problem(401, "invalid-token");
}

async fn what_is_no_refresh_token_is_refused(news: Newsroom) {
    let session = login(&news, PASSWORD).await;
    let good = text(&session, "refresh_token");
    let (family, _) = good.split_once('.').unwrap();
    for token in ["", ".", "x", "a.b", &"x.".repeat(5000), family, text(&session, "access_token")] {
        refresh(&news, token).await.problem(401, "invalid-token");
    }
    let answer = news.reader().post("/v1/auth/refresh", json!({})).await;
    assert_eq!(answer.culprits(422, "invalid-body"), ["/refresh_token"]);
    refresh(&news, good).await.ok();
}

async fn signing_out_ends_the_session_at_once(news: Newsroom) {
    let session = login(&news, PASSWORD).await;
    let request = client(&news, &session).request(actix_web::http::Method::POST, "/v1/auth/logout");
    request.send().await.expect(204);
    client(&news, &session).get("/v1/auth/me").await.problem(401, "invalid-token");
    refresh(&news, text(&session, "refresh_token")).await.problem(401, "invalid-token");
}

async fn sessions_are_listed_and_ended_one_by_one(news: Newsroom) {
    let (first, second) = (login(&news, PASSWORD).await, login(&news, PASSWORD).await);
    let list = client(&news, &first).get("/v1/auth/sessions").await.ok();
    let others = list["data"].as_array().unwrap().iter().filter(|session| session["current"] == false);
    let newest = others.map(|session| session["id"].as_i64().unwrap()).max().unwrap();
    let path = format!("/v1/auth/sessions/{newest}");
    let end = async |who: Client<'_>| who.request(actix_web::http::Method::DELETE, &path).send().await;
    // Nobody else sees it, an admin neither.
    end(news.admin()).await.problem(404, "not-found");
    end(client(&news, &first)).await.expect(204);
    end(client(&news, &first)).await.problem(404, "not-found");
    client(&news, &second).get("/v1/auth/me").await.problem(401, "invalid-token");
}

async fn change(who: Client<'_>, current: &str, new: &str) -> crate::harness::Answer {
    let request = who.request(actix_web::http::Method::PUT, "/v1/auth/password");
    request.json(json!({"current_password": current, "new_password": new})).send().await
}

async fn a_new_password_ends_all_other_sessions(news: Newsroom) {
    let (first, second) = (login(&news, PASSWORD).await, login(&news, PASSWORD).await);
    change(client(&news, &first), PASSWORD, BETTER).await.expect(204);
    client(&news, &first).get("/v1/auth/me").await.ok();
    client(&news, &second).get("/v1/auth/me").await.problem(401, "invalid-token");
    refresh(&news, text(&second, "refresh_token")).await.problem(401, "invalid-token");
    let old = json!({"email": EMAIL, "password": PASSWORD});
    news.reader().post("/v1/auth/login", old).await.problem(401, "invalid-credentials");
    login(&news, BETTER).await;
}

async fn a_new_password_needs_the_present_one_and_must_be_sound(news: Newsroom) {
    let session = login(&news, PASSWORD).await;
    change(client(&news, &session), "not the one", BETTER).await.problem(403, "forbidden");
    for weak in ["short", "passwordpassword", EMAIL, "Edda Editor Edda Editor", &"a b ".repeat(100)] {
        let answer = change(client(&news, &session), PASSWORD, weak).await;
        assert_eq!(answer.culprits(422, "invalid-body"), ["/new_password"], "{weak}");
    }
    login(&news, PASSWORD).await;
}

async fn a_hash_of_less_work_is_replaced_at_the_next_sign_in(news: Newsroom) {
    let id = news.account("Edda Editor").id;
    let least = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
    let outdated = least.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
    let mut user = news.account("Edda Editor").clone();
    user.password_hash = outdated.clone();
    let now = news.now();
    news.write(move |c| store::update(c, &user, now)).await;
    login(&news, PASSWORD).await;
    let kept = news.write(move |c| store::find(c, id)).await.unwrap().password_hash;
    assert!(outdated.contains("m=8,") && kept.contains("m=16,"), "{outdated} {kept}");
    login(&news, PASSWORD).await;
    assert_eq!(news.write(move |c| store::find(c, id)).await.unwrap().password_hash, kept);
}
