//! Sign-in, access tokens, and roles.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, PASSWORD, scenarios};

scenarios![
    an_editor_can_sign_in_and_read_their_account,
    a_failed_sign_in_does_not_reveal_whether_the_account_exists,
    a_sign_in_needs_an_email_address_and_a_password,
    disabling_an_account_ends_its_access_immediately,
    an_expired_token_is_refused_with_its_own_code,
    a_missing_forged_or_malformed_token_is_refused,
    the_key_set_contains_only_public_keys,
    every_protected_operation_checks_the_token_first,
    a_role_without_permission_is_refused_before_the_body_is_read,
    editorial_responses_are_not_cacheable,
    public_responses_contain_no_email_addresses,
];

async fn an_editor_can_sign_in_and_read_their_account(news: Newsroom) {
    let login = json!({"email": "Edda.Editor@NEWS.example", "password": PASSWORD});
    let response = news.reader().post("/v1/auth/login", login).await;
    let session = response.ok();
    assert_eq!(response.header("cache-control"), "private, no-store, no-transform");
    assert_eq!((&session["token_type"], &session["expires_in"]), (&json!("Bearer"), &json!(900)));
    let me = news.client_with_token(session["access_token"].as_str().unwrap()).get("/v1/auth/me").await.ok();
    let id = news.account("Edda Editor").id;
    let created_at = "2026-05-02T12:00:00Z";
    let expected = json!({
        "id": id, "email": "edda.editor@news.example", "name": "Edda Editor", "role": "editor",
        "disabled": false, "sections": null, "version": 1, "created_at": created_at, "updated_at": created_at,
    });
    assert_eq!(me, expected);
    assert_eq!(session["user"], me);
}

async fn a_failed_sign_in_does_not_reveal_whether_the_account_exists(news: Newsroom) {
    news.set_disabled("Rob Reporter", true).await;
    let mut responses = Vec::new();
    for (email, password) in [
        ("nobody@news.example", PASSWORD),
        ("edda.editor@news.example", "the wrong password"),
        ("edda.editor@news.example", ""),
        ("rob.reporter@news.example", PASSWORD),
    ] {
        let response =
            news.reader().post("/v1/auth/login", json!({"email": email, "password": password})).await;
        let mut problem = response.problem(401, "invalid-credentials");
        problem["request_id"] = Value::Null;
        responses.push(problem);
    }
    assert!(responses.windows(2).all(|pair| pair[0] == pair[1]), "{responses:?}");
}

async fn a_sign_in_needs_an_email_address_and_a_password(news: Newsroom) {
    let response = news.reader().post("/v1/auth/login", json!({"e-mail": "x", "password": 5})).await;
    assert_eq!(response.error_sources(422, "invalid-body"), ["/e-mail", "/email", "/password"]);
    let form = news
        .reader()
        .request(Method::POST, "/v1/auth/login")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .bytes("email=a&password=b")
        .send()
        .await;
    form.problem(415, "unsupported-media-type");
}

async fn disabling_an_account_ends_its_access_immediately(news: Newsroom) {
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

async fn an_expired_token_is_refused_with_its_own_code(news: Newsroom) {
    let editor = news.editor();
    news.advance_clock(904);
    editor.get("/v1/auth/me").await.ok();
    news.advance_clock(1);
    let response = editor.get("/v1/auth/me").await;
    response.problem(401, "token-expired");
    assert_eq!(response.header("www-authenticate"), r#"Bearer error="invalid_token""#);
    editor.post("/v1/editorial/articles", json!({"headline": "Late"})).await.problem(401, "token-expired");
    assert_eq!(news.editor().get("/v1/editorial/articles").await.ok()["data"], json!([]));
}

async fn a_missing_forged_or_malformed_token_is_refused(news: Newsroom) {
    let without_token = news.reader().get("/v1/auth/me").await;
    without_token.problem(401, "unauthenticated");
    assert_eq!(without_token.header("www-authenticate"), "Bearer");
    let login = json!({"email": "edda.editor@news.example", "password": PASSWORD});
    let valid = news.reader().post("/v1/auth/login", login).await.ok();
    let valid = valid["access_token"].as_str().unwrap();
    let (message, signature) = valid.rsplit_once('.').unwrap();
    let (header, _) = message.split_once('.').unwrap();
    // The claims of an admin with the signature of an editor's token.
    let wrong_claims = format!("{header}.eyJzdWIiOiIxIn0.{signature}");
    for forged in
        [wrong_claims.as_str(), &format!("{message}."), &format!("{valid}x"), "a.b.c", "", &"x".repeat(9000)]
    {
        news.client_with_token(forged).get("/v1/auth/me").await.problem(401, "invalid-token");
    }
    for header in ["Basic ZWRkYTpwYXNz", "Bearer", &format!("Token {valid}")] {
        let response =
            news.reader().request(Method::GET, "/v1/auth/me").header("Authorization", header).send().await;
        response.problem(401, "invalid-token");
    }
    let repeated_header =
        news.editor().request(Method::GET, "/v1/auth/me").header("Authorization", &format!("Bearer {valid}"));
    repeated_header.send().await.problem(401, "invalid-token");
}

async fn the_key_set_contains_only_public_keys(news: Newsroom) {
    let keys = news.reader().get("/.well-known/jwks.json").await.ok();
    let key = &keys["keys"][0];
    assert_eq!((&key["kty"], &key["crv"], &key["alg"]), (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA")));
    let members: Vec<&String> = key.as_object().unwrap().keys().collect();
    assert_eq!(members, ["alg", "crv", "kid", "kty", "x"]);
}

async fn every_protected_operation_checks_the_token_first(news: Newsroom) {
    let operations = news.operations(|operation| operation["security"] != json!([]));
    assert!(operations.len() > 20);
    for (method, path) in operations {
        let response = news.reader().request(method.clone(), &path).bytes("not json").send().await;
        response.problem(401, "unauthenticated");
        let response =
            news.client_with_token("a.b.c").request(method, &format!("{path}?bogus=1")).send().await;
        response.problem(401, "invalid-token");
    }
}

async fn a_role_without_permission_is_refused_before_the_body_is_read(news: Newsroom) {
    for (path, name) in [
        ("/v1/editorial/articles", "Mo Moderator"),
        ("/v1/editorial/sections", "Rae Reporter"),
        ("/v1/editorial/authors", "Rae Reporter"),
        ("/v1/editorial/tags", "Mo Moderator"),
    ] {
        let response =
            news.client_for(name).request(Method::POST, path).bytes(vec![b'x'; 2 << 20]).send().await;
        response.problem(403, "forbidden");
    }
    news.reporter().get("/v1/editorial/comments").await.problem(403, "forbidden");
    news.reporter().get("/v1/editorial/sections").await.ok();
    news.moderator().get("/v1/editorial/tags").await.ok();
}

async fn editorial_responses_are_not_cacheable(news: Newsroom) {
    for path in ["/v1/editorial/articles", "/v1/auth/me", "/v1/editorial/articles/99"] {
        assert_eq!(
            news.editor().get(path).await.header("cache-control"),
            "private, no-store, no-transform",
            "{path}"
        );
    }
}

async fn public_responses_contain_no_email_addresses(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let comment = json!({"author_name": "Jo", "author_email": "jo@reader.example", "body": "Good."});
    let comment_receipt =
        news.reader().post(&format!("/v1/articles/{id}/comments"), comment).await.expect(202).json();
    let comment_path = format!("/v1/editorial/comments/{}", comment_receipt["id"]);
    news.moderator().patch(&comment_path, r#""1""#, json!({"status": "approved"})).await.ok();
    for path in [
        "/v1/articles".to_owned(),
        format!("/v1/articles/{id}?body=html,text,blocks,markdown"),
        format!("/v1/articles/{id}/comments"),
        "/v1/authors".to_owned(),
        "/v1/authors/ada-marlow".to_owned(),
        "/v1/site".to_owned(),
    ] {
        let response = news.reader().get(&path).await;
        response.ok();
        assert!(!response.text().contains('@') && !response.text().contains("email"), "{}", response.text());
    }
}
