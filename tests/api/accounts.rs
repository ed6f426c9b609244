//! Signing in, tokens, and who may do what.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, PASSWORD, scenarios};

scenarios![
    an_editor_signs_in_and_reads_the_own_account,
    unknown_wrong_and_disabled_are_answered_alike,
    a_sign_in_needs_both_members,
    a_disabled_account_is_out_at_once,
    an_expired_token_is_refused_as_expired,
    a_token_that_is_missing_forged_or_malformed_is_refused,
    the_public_keys_verify_tokens_and_hold_no_secret,
    every_protected_operation_asks_for_a_token_before_anything_else,
    a_role_that_may_not_is_refused_before_the_body_is_read,
    answers_to_the_newsroom_are_kept_by_no_cache,
    no_anonymous_answer_holds_an_email_address,
];

async fn an_editor_signs_in_and_reads_the_own_account(news: Newsroom) {
    let login = json!({"email": "Edda.Editor@NEWS.example", "password": PASSWORD});
    let answer = news.reader().post("/v1/auth/login", login).await;
    let session = answer.ok();
    assert_eq!(answer.header("cache-control"), "private, no-store, no-transform");
    assert_eq!((&session["token_type"], &session["expires_in"]), (&json!("Bearer"), &json!(900)));
    let me = news.stranger_with(session["access_token"].as_str().unwrap()).get("/v1/auth/me").await.ok();
    let id = news.account("Edda Editor").id;
    let hired = "2026-05-02T12:00:00Z";
    let expected = json!({
        "id": id, "email": "edda.editor@news.example", "name": "Edda Editor", "role": "editor",
        "disabled": false, "sections": null, "version": 1, "created_at": hired, "updated_at": hired,
    });
    assert_eq!(me, expected);
    assert_eq!(session["user"], me);
}

async fn unknown_wrong_and_disabled_are_answered_alike(news: Newsroom) {
    news.set_disabled("Rob Reporter", true).await;
    let mut answers = Vec::new();
    for (email, password) in [
        ("nobody@news.example", PASSWORD),
        ("edda.editor@news.example", "the wrong password"),
        ("edda.editor@news.example", ""),
        ("rob.reporter@news.example", PASSWORD),
    ] {
        let answer =
            news.reader().post("/v1/auth/login", json!({"email": email, "password": password})).await;
        let mut problem = answer.problem(401, "invalid-credentials");
        problem["request_id"] = Value::Null;
        answers.push(problem);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
}

async fn a_sign_in_needs_both_members(news: Newsroom) {
    let answer = news.reader().post("/v1/auth/login", json!({"e-mail": "x", "password": 5})).await;
    assert_eq!(answer.culprits(422, "invalid-body"), ["/e-mail", "/email", "/password"]);
    let form = news
        .reader()
        .request(Method::POST, "/v1/auth/login")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .bytes("email=a&password=b")
        .send()
        .await;
    form.problem(415, "unsupported-media-type");
}

async fn a_disabled_account_is_out_at_once(news: Newsroom) {
    let editor = news.editor();
    editor.get("/v1/editorial/articles").await.ok();
    news.set_disabled("Edda Editor", true).await;
    editor.get("/v1/editorial/articles").await.problem(401, "invalid-token");
    editor.get("/v1/auth/me").await.problem(401, "invalid-token");
    news.set_disabled("Edda Editor", false).await;
    editor.get("/v1/editorial/articles").await.problem(401, "invalid-token");
    let login = json!({"email": "edda.editor@news.example", "password": PASSWORD});
    news.reader().post("/v1/auth/login", login).await.ok();
}

async fn an_expired_token_is_refused_as_expired(news: Newsroom) {
    let editor = news.editor();
    news.pass(904);
    editor.get("/v1/auth/me").await.ok();
    news.pass(1);
    let answer = editor.get("/v1/auth/me").await;
    answer.problem(401, "token-expired");
    assert_eq!(answer.header("www-authenticate"), r#"Bearer error="invalid_token""#);
    editor.post("/v1/editorial/articles", json!({"headline": "Late"})).await.problem(401, "token-expired");
    assert_eq!(news.editor().get("/v1/editorial/articles").await.ok()["data"], json!([]));
}

async fn a_token_that_is_missing_forged_or_malformed_is_refused(news: Newsroom) {
    let missing = news.reader().get("/v1/auth/me").await;
    missing.problem(401, "unauthenticated");
    assert_eq!(missing.header("www-authenticate"), "Bearer");
    let login = json!({"email": "edda.editor@news.example", "password": PASSWORD});
    let good = news.reader().post("/v1/auth/login", login).await.ok();
    let good = good["access_token"].as_str().unwrap();
    let (message, signature) = good.rsplit_once('.').unwrap();
    let (header, _) = message.split_once('.').unwrap();
    // The claims of an admin under an editor's signature.
    let other = format!("{header}.eyJzdWIiOiIxIn0.{signature}");
    for forged in
        [other.as_str(), &format!("{message}."), &format!("{good}x"), "a.b.c", "", &"x".repeat(9000)]
    {
        news.stranger_with(forged).get("/v1/auth/me").await.problem(401, "invalid-token");
    }
    for header in ["Basic ZWRkYTpwYXNz", "Bearer", &format!("Token {good}")] {
        let answer =
            news.reader().request(Method::GET, "/v1/auth/me").header("Authorization", header).send().await;
        answer.problem(401, "invalid-token");
    }
    let twice =
        news.editor().request(Method::GET, "/v1/auth/me").header("Authorization", &format!("Bearer {good}"));
    twice.send().await.problem(401, "invalid-token");
}

async fn the_public_keys_verify_tokens_and_hold_no_secret(news: Newsroom) {
    let keys = news.reader().get("/.well-known/jwks.json").await.ok();
    let key = &keys["keys"][0];
    assert_eq!((&key["kty"], &key["crv"], &key["alg"]), (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA")));
    let members: Vec<&String> = key.as_object().unwrap().keys().collect();
    assert_eq!(members, ["alg", "crv", "kid", "kty", "x"]);
}

async fn every_protected_operation_asks_for_a_token_before_anything_else(news: Newsroom) {
    let operations = news.operations(|operation| operation["security"] != json!([]));
    assert!(operations.len() > 20);
    for (method, path) in operations {
        let answer = news.reader().request(method.clone(), &path).bytes("not json").send().await;
        answer.problem(401, "unauthenticated");
        let answer = news.stranger_with("a.b.c").request(method, &format!("{path}?bogus=1")).send().await;
        answer.problem(401, "invalid-token");
    }
}

async fn a_role_that_may_not_is_refused_before_the_body_is_read(news: Newsroom) {
    for (path, colleague) in [
        ("/v1/editorial/articles", "Mo Moderator"),
        ("/v1/editorial/sections", "Rae Reporter"),
        ("/v1/editorial/authors", "Rae Reporter"),
        ("/v1/editorial/tags", "Mo Moderator"),
    ] {
        let answer =
            news.colleague(colleague).request(Method::POST, path).bytes(vec![b'x'; 2 << 20]).send().await;
        answer.problem(403, "forbidden");
    }
    news.reporter().get("/v1/editorial/comments").await.problem(403, "forbidden");
    news.reporter().get("/v1/editorial/sections").await.ok();
    news.moderator().get("/v1/editorial/tags").await.ok();
}

async fn answers_to_the_newsroom_are_kept_by_no_cache(news: Newsroom) {
    for path in ["/v1/editorial/articles", "/v1/auth/me", "/v1/editorial/articles/99"] {
        assert_eq!(
            news.editor().get(path).await.header("cache-control"),
            "private, no-store, no-transform",
            "{path}"
        );
    }
}

async fn no_anonymous_answer_holds_an_email_address(news: Newsroom) {
    let desk = news.desk().await;
    let id = news.publish(&desk, "Ferry").await;
    let comment = json!({"author_name": "Jo", "author_email": "jo@reader.example", "body": "Good."});
    let sent = news.reader().post(&format!("/v1/articles/{id}/comments"), comment).await.expect(202).json();
    let held = format!("/v1/editorial/comments/{}", sent["id"]);
    news.moderator().patch(&held, r#""1""#, json!({"status": "approved"})).await.ok();
    for path in [
        "/v1/articles".to_owned(),
        format!("/v1/articles/{id}?body=html,text,blocks,markdown"),
        format!("/v1/articles/{id}/comments"),
        "/v1/authors".to_owned(),
        "/v1/authors/ada-marlow".to_owned(),
        "/v1/site".to_owned(),
    ] {
        let answer = news.reader().get(&path).await;
        answer.ok();
        assert!(!answer.text().contains('@') && !answer.text().contains("email"), "{}", answer.text());
    }
}
