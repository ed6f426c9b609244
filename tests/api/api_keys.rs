//! API keys, which authenticate programs.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Client, Newsroom, scenarios};

scenarios![
    a_key_is_shown_once_and_works_until_it_is_revoked,
    a_key_can_do_only_what_its_scopes_allow,
    a_key_needs_the_publish_scope_to_publish,
    a_key_can_do_only_what_its_creators_role_allows,
    a_key_expires_at_its_time,
    an_invalid_key_is_refused,
    an_invalid_key_request_is_refused,
    the_audit_log_names_the_key_that_made_a_change,
    a_key_shows_when_it_was_last_used,
];

const KEYS: &str = "/v1/editorial/api-keys";
const ARTICLES: &str = "/v1/editorial/articles";

async fn create_key(news: &Newsroom, scopes: Value) -> Value {
    news.admin().post(KEYS, json!({"name": "wire import", "scopes": scopes})).await.created()
}

fn client_with_key<'a>(news: &'a Newsroom, key: &Value) -> Client<'a> {
    news.client_with_token(key["key"].as_str().unwrap())
}

async fn a_key_is_shown_once_and_works_until_it_is_revoked(news: Newsroom) {
    let key = create_key(&news, json!(["articles:write", "articles:write", "articles:read"])).await;
    let text = key["key"].as_str().unwrap();
    assert!(text.starts_with("bs_") && text.starts_with(key["hint"].as_str().unwrap()));
    assert_eq!(key["scopes"], json!(["articles:read", "articles:write"]));
    client_with_key(&news, &key).post(ARTICLES, json!({"headline": "Ferry"})).await.created();
    let list = news.admin().get(KEYS).await;
    assert_eq!(list.ok()["data"][0]["name"], "wire import");
    assert!(!list.text().contains(text));
    let path = format!("{KEYS}/{}", key["id"]);
    assert_eq!(news.admin().get(&path).await.ok(), list.json()["data"][0]);
    news.admin().request(Method::DELETE, &path).send().await.expect(204);
    news.admin().get(&path).await.problem(404, "not-found");
    client_with_key(&news, &key).get(ARTICLES).await.problem(401, "invalid-token");
    news.admin().request(Method::DELETE, &path).send().await.problem(404, "not-found");
}

async fn a_key_can_do_only_what_its_scopes_allow(news: Newsroom) {
    let key = create_key(&news, json!(["articles:read"])).await;
    let key = client_with_key(&news, &key);
    key.get(ARTICLES).await.ok();
    key.get("/v1/editorial/sections").await.ok();
    key.post(ARTICLES, json!({"headline": "Ferry"})).await.problem(403, "forbidden");
    key.post("/v1/editorial/tags", json!({"name": "Gales"})).await.problem(403, "forbidden");
    key.get("/v1/editorial/comments").await.problem(403, "forbidden");
    for path in ["/v1/auth/me", "/v1/auth/sessions", KEYS, "/v1/editorial/audit-log", "/v1/editorial/users"] {
        key.get(path).await.problem(403, "forbidden");
    }
    let log = news.admin().get("/v1/editorial/audit-log?action=api_key.refused").await.ok();
    let entry = &log["data"][0];
    assert_eq!((&entry["actor"]["kind"], &entry["target"]["kind"]), (&json!("key"), &json!("api_key")));
    assert_eq!(entry["changes"][0]["after"], "GET /v1/editorial/users");
}

async fn a_key_needs_the_publish_scope_to_publish(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let writer = create_key(&news, json!(["articles:write"])).await;
    let publisher = create_key(&news, json!(["articles:publish"])).await;
    let (writer, publisher) = (client_with_key(&news, &writer), client_with_key(&news, &publisher));
    let draft = writer.post(ARTICLES, taxonomy.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let transitions = async |client: &Client<'_>| {
        let transitions = client.get(&format!("{ARTICLES}/{id}/transitions")).await.ok();
        let names = transitions["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|transition| transition["to"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(transitions(&writer).await, ["submit", "trash"]);
    assert_eq!(transitions(&publisher).await, ["publish", "schedule"]);
    writer.transition(id, &draft.etag(), "publish").await.problem(403, "forbidden");
    let batch = json!({"operations": [
        {"op": "transition", "id": id, "if_match": draft.etag(), "transition": {"to": "publish"}},
    ]});
    let batch = writer.post(&format!("{ARTICLES}/batch"), batch).await.ok();
    assert_eq!(batch["data"][0]["problem"]["code"], "forbidden");
    publisher.patch(&format!("{ARTICLES}/{id}"), &draft.etag(), json!({})).await.problem(403, "forbidden");
    publisher.transition(id, &draft.etag(), "publish").await.ok();
    news.reader().get(&format!("/v1/articles/{id}")).await.ok();
}

async fn a_key_can_do_only_what_its_creators_role_allows(news: Newsroom) {
    let key = create_key(&news, json!(["articles:read", "taxonomy:write", "users:admin"])).await;
    let draft = news.reporter().post(ARTICLES, json!({"headline": "Ferry"})).await.created();
    let article = format!("{ARTICLES}/{}", draft["id"]);
    let key = client_with_key(&news, &key);
    key.get(&article).await.ok();
    key.get("/v1/editorial/users").await.ok();
    let change = async |name: &str, change: Value| {
        let path = format!("/v1/editorial/users/{}", news.account(name).id);
        let etag = key.get(&path).await.etag();
        key.patch(&path, &etag, change).await.ok();
    };
    change("Edda Editor", json!({"role": "admin"})).await;
    change("Ada Admin", json!({"role": "reporter"})).await;
    key.get(&article).await.problem(404, "not-found");
    key.get(ARTICLES).await.ok();
    key.post("/v1/editorial/tags", json!({"name": "Gales"})).await.problem(403, "forbidden");
    key.get("/v1/editorial/users").await.problem(403, "forbidden");
    let ada = format!("/v1/editorial/users/{}", news.account("Ada Admin").id);
    let login = json!({"email": "edda.editor@news.example", "password": crate::harness::PASSWORD});
    let edda = news.reader().post("/v1/auth/login", login).await.ok();
    let edda = news.client_with_token(edda["access_token"].as_str().unwrap());
    edda.patch(&ada, &edda.etag_of(&ada).await, json!({"disabled": true})).await.ok();
    key.get(ARTICLES).await.problem(401, "invalid-token");
}

async fn a_key_expires_at_its_time(news: Newsroom) {
    let input = json!({"name": "a", "scopes": ["articles:read"], "expires_at": "2026-05-02T13:00:00Z"});
    let key = news.admin().post(KEYS, input).await.created();
    news.advance_clock(3599);
    client_with_key(&news, &key).get(ARTICLES).await.ok();
    news.advance_clock(1);
    client_with_key(&news, &key).get(ARTICLES).await.problem(401, "token-expired");
}

async fn an_invalid_key_is_refused(news: Newsroom) {
    let key = create_key(&news, json!(["articles:read"])).await;
    let valid = key["key"].as_str().unwrap();
    let wrong_checksum = valid.replacen(&valid[10..11], if &valid[10..11] == "a" { "b" } else { "a" }, 1);
    for text in [
        "bs_",
        "bs_x",
        &valid[..valid.len() - 1],
        &format!("{valid}0"),
        &wrong_checksum,
        &"bs_x".repeat(3000),
    ] {
        news.client_with_token(text).get(ARTICLES).await.problem(401, "invalid-token");
    }
    client_with_key(&news, &key).get(ARTICLES).await.ok();
}

async fn an_invalid_key_request_is_refused(news: Newsroom) {
    for (change, source) in [
        (json!({"name": ""}), "/name"),
        (json!({"name": null}), "/name"),
        (json!({"name": "a\nb"}), "/name"),
        (json!({"scopes": []}), "/scopes"),
        (json!({"scopes": null}), "/scopes"),
        (json!({"scopes": ["articles:delete"]}), "/scopes/0"),
        (json!({"expires_at": "2026-05-02T12:00:00Z"}), "/expires_at"),
        (json!({"expires_at": "soon"}), "/expires_at"),
        (json!({"key": "bs_mine"}), "/key"),
    ] {
        let mut key = json!({"name": "a", "scopes": ["articles:read"]});
        key.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(
            news.admin().post(KEYS, key).await.error_sources(422, "invalid-body"),
            [source],
            "{change}"
        );
    }
    for client in [news.editor(), news.moderator(), news.reporter()] {
        client.post(KEYS, json!({"name": "a", "scopes": ["articles:read"]})).await.problem(403, "forbidden");
    }
}

async fn the_audit_log_names_the_key_that_made_a_change(news: Newsroom) {
    let key = create_key(&news, json!(["articles:write"])).await;
    let draft = client_with_key(&news, &key).post(ARTICLES, json!({"headline": "Ferry"})).await.created();
    assert_eq!(draft["created_by"]["name"], "Ada Admin");
    let log = news.admin().get("/v1/editorial/audit-log").await.ok();
    let actor = json!({"id": key["id"], "name": "wire import", "kind": "key"});
    assert_eq!((&log["data"][0]["action"], &log["data"][0]["actor"]), (&json!("article.create"), &actor));
    assert_eq!(log["data"][1]["action"], "api_key.create");
    assert!(!log.to_string().contains(key["key"].as_str().unwrap()));
}

async fn a_key_shows_when_it_was_last_used(news: Newsroom) {
    let key = create_key(&news, json!(["articles:read"])).await;
    let last_used_at = async || news.admin().get(KEYS).await.ok()["data"][0]["last_used_at"].clone();
    assert_eq!(last_used_at().await, Value::Null);
    client_with_key(&news, &key).get(ARTICLES).await.ok();
    assert_eq!(last_used_at().await, "2026-05-02T12:00:00Z");
    news.advance_clock(59);
    client_with_key(&news, &key).get(ARTICLES).await.ok();
    assert_eq!(last_used_at().await, "2026-05-02T12:00:00Z");
    news.advance_clock(1);
    client_with_key(&news, &key).get(ARTICLES).await.ok();
    assert_eq!(last_used_at().await, "2026-05-02T12:01:00Z");
}
