//! Conditional writes and idempotency keys.

use std::collections::BTreeSet;

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, scenarios};

scenarios![
    concurrent_edits_with_retries_lose_no_change,
    a_stale_write_is_refused_with_the_changed_members,
    a_weak_entity_tag_is_refused_with_its_cause,
    a_refused_write_lists_only_members_of_the_api,
    every_editorial_write_needs_the_current_version,
    a_repeated_request_with_the_same_key_creates_one_resource,
    concurrent_requests_with_one_key_create_one_resource,
    an_idempotency_key_belongs_to_one_request_and_one_caller,
    a_refused_request_does_not_use_up_its_key,
    an_idempotency_key_expires_after_a_day,
    an_invalid_idempotency_key_is_refused,
    a_repeated_comment_with_the_same_key_is_stored_once,
];

const ARTICLES: &str = "/v1/editorial/articles";

async fn headlines(news: &Newsroom) -> Vec<Value> {
    let page = news.editor().get(ARTICLES).await.ok();
    page["data"].as_array().unwrap().iter().map(|article| article["headline"].clone()).collect()
}

/// Sixteen editors add a tag each, and read the article again after a refused write. The article gets every tag.
async fn concurrent_edits_with_retries_lose_no_change(news: Newsroom) {
    let article = news.editor().post(ARTICLES, json!({"headline": "Ferry"})).await.created();
    let path = article_path(article["id"].as_i64().unwrap());
    let mut tags = Vec::new();
    for number in 0..16 {
        let tag = news.editor().post("/v1/editorial/tags", json!({"name": format!("Tag {number}")})).await;
        tags.push(tag.created()["id"].as_i64().unwrap());
    }
    let (editor, path) = (&news.editor(), &path);
    let edits = tags.iter().map(|tag| async move {
        for refused in 0.. {
            let read = editor.get(path).await;
            let mut ids = read.ok()["tag_ids"].as_array().unwrap().clone();
            ids.push(json!(tag));
            let response = editor.patch(path, &read.etag(), json!({"tag_ids": ids})).await;
            if response.status.is_success() {
                return refused;
            }
            let problem = response.problem(412, "version-mismatch");
            assert_eq!(problem["changed"], json!(["tag_ids"]));
        }
        0
    });
    let refused: u32 = futures_util::future::join_all(edits).await.into_iter().sum();
    assert!(refused > 0, "no write was refused");
    let article = editor.get(path).await.ok();
    let tag_ids: BTreeSet<i64> =
        article["tag_ids"].as_array().unwrap().iter().map(|id| id.as_i64().unwrap()).collect();
    assert_eq!(tag_ids, tags.into_iter().collect());
    assert_eq!(article["version"], 17);
    let history = editor.get(&format!("{path}/revisions?limit=100")).await.ok();
    assert_eq!(history["data"].as_array().unwrap().len(), 17);
}

async fn a_stale_write_is_refused_with_the_changed_members(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.editor().post(ARTICLES, taxonomy.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let second = news
        .editor()
        .patch(&article_path(id), &draft.etag(), json!({"kicker": "x", "body": {"value": "New."}}))
        .await;
    let third = news.editor().patch(&article_path(id), &second.etag(), json!({"headline": "Boat"})).await;
    news.editor().transition(id, &third.etag(), "submit").await.ok();
    let changed = async |etag: &str| {
        let stale = news.editor().patch(&article_path(id), etag, json!({"lead": "Mine"})).await;
        let problem = stale.problem(412, "version-mismatch");
        assert_eq!(problem["current_version"], 4);
        problem["changed"].clone()
    };
    assert_eq!(changed(&draft.etag()).await, json!(["body", "headline", "kicker", "slug", "status"]));
    assert_eq!(changed(&second.etag()).await, json!(["headline", "slug", "status"]));
    assert_eq!(changed(&third.etag()).await, json!(["status"]));
    assert_eq!(changed(r#""99""#).await, json!([]));
    // An entity tag that is no version number does not match.
    assert_eq!(changed(r#""abc""#).await, Value::Null);
    for (path, member) in [("sections", "name"), ("authors", "bio"), ("tags", "name")] {
        let path = format!("/v1/editorial/{path}/1");
        let before = news.editor().etag_of(&path).await;
        news.editor().patch(&path, &before, json!({member: "Other"})).await.ok();
        for stale in [
            news.editor().patch(&path, &before, json!({member: "Mine"})).await,
            news.editor().delete(&path, &before).await,
        ] {
            assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!([member]));
        }
    }
}

async fn a_weak_entity_tag_is_refused_with_its_cause(news: Newsroom) {
    let draft = news.editor().post(ARTICLES, json!({"headline": "Ferry"})).await;
    let path = draft.header("location").to_owned();
    for response in [&draft, &news.editor().get(&path).await, &news.editor().get(ARTICLES).await] {
        assert_eq!(response.header("cache-control"), "private, no-store, no-transform");
    }
    let weak = format!("W/{}", draft.etag());
    let refused = news.editor().patch(&path, &weak, json!({"kicker": "x"})).await;
    assert_eq!(refused.error_sources(412, "weak-etag"), ["If-Match"]);
    let problem = refused.json();
    assert_eq!((&problem["current_version"], &problem["changed"]), (&json!(1), &json!([])));
    assert!(problem["detail"].as_str().unwrap().contains("proxy"), "{problem}");
    let operation =
        json!({"op": "patch", "id": draft.json()["id"], "if_match": weak, "article": {"kicker": "x"}});
    let batch =
        news.editor().post(&format!("{ARTICLES}/batch"), json!({"operations": [operation]})).await.ok();
    assert_eq!(batch["data"][0]["problem"]["code"], "weak-etag");
    news.editor().patch(&path, &draft.etag(), json!({"kicker": "x"})).await.ok();
    let stale = news.editor().patch(&path, &weak, json!({"kicker": "y"})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!(["kicker"]));
}

async fn a_refused_write_lists_only_members_of_the_api(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.editor().post(ARTICLES, taxonomy.article("Ferry")).await;
    let id = draft.created()["id"].as_i64().unwrap();
    let changed = async |etag: &str| {
        let stale = news.editor().patch(&article_path(id), etag, json!({"lead": "Mine"})).await;
        stale.problem(412, "version-mismatch")["changed"].clone()
    };
    news.transition(id, json!({"to": "publish", "note": "Go."})).await;
    let published = json!(["has_unpublished_changes", "live_version", "status", "step_note"]);
    assert_eq!(changed(&draft.etag()).await, published);
    let seen = news.editor().etag_of(&article_path(id)).await;
    news.transition(id, json!({"to": "publish", "correction": {"kind": "update", "text": "New times."}}))
        .await;
    assert_eq!(changed(&seen).await, json!(["step_note"]));
    let seen = news.editor().etag_of(&article_path(id)).await;
    news.transition(id, json!({"to": "withdraw", "note": "Wrong."})).await;
    let withdrawn = changed(&seen).await;
    let members = news.editor().get(&article_path(id)).await.ok();
    assert!(withdrawn.as_array().unwrap().contains(&json!("status")));
    for member in published.as_array().unwrap().iter().chain(withdrawn.as_array().unwrap()) {
        assert!(members.get(member.as_str().unwrap()).is_some(), "{member}");
    }
}

async fn every_editorial_write_needs_the_current_version(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let writes = [
        (Method::PUT, article_path(id), Some(json!({"headline": "x"}))),
        (Method::PATCH, article_path(id), Some(json!({"headline": "x"}))),
        (Method::DELETE, article_path(id), None),
        (Method::POST, format!("{}/transitions", article_path(id)), Some(json!({"to": "withdraw"}))),
        (Method::POST, format!("{}/revisions/1/restore", article_path(id)), None),
        (Method::PATCH, "/v1/editorial/sections/1".to_owned(), Some(json!({"name": "x"}))),
        (Method::DELETE, "/v1/editorial/tags/1".to_owned(), None),
        (Method::DELETE, "/v1/editorial/authors/1".to_owned(), None),
    ];
    for (method, path, body) in writes {
        for (tag, status, code, sources) in [
            (None, 428, "precondition-required", &["If-Match"][..]),
            (Some(r#""77""#), 412, "version-mismatch", &[]),
            (Some("77"), 400, "bad-request", &["If-Match"]),
        ] {
            let mut request = news.editor().request(method.clone(), &path);
            request = tag.iter().fold(request, |request, tag| request.header("If-Match", tag));
            request = body.iter().fold(request, |request, body| request.json(body.clone()));
            assert_eq!(request.send().await.error_sources(status, code), sources);
        }
    }
    assert_eq!(news.editor().get(&article_path(id)).await.etag(), r#""2""#);
}

async fn a_repeated_request_with_the_same_key_creates_one_resource(news: Newsroom) {
    for (path, body) in [
        (ARTICLES, json!({"headline": "Ferry"})),
        ("/v1/editorial/sections", json!({"name": "Harbour"})),
        ("/v1/editorial/authors", json!({"name": "Ada Marlow"})),
        ("/v1/editorial/tags", json!({"name": "Ferries"})),
        ("/v1/editorial/articles/1/preview-tokens", json!({"expires_at": "2026-05-03T12:00:00Z"})),
        (
            "/v1/editorial/articles/batch",
            json!({"operations": [{"op": "create", "article": {"headline": "Two"}}]}),
        ),
    ] {
        let first = news.editor().post_with_key(path, "key-1", body.clone()).await;
        // Spaces do not make the request a different one.
        let spaced = format!(" {body} ");
        let repeated = news.editor().request(Method::POST, path).header("Idempotency-Key", "key-1");
        let repeated = repeated.header("Content-Type", "application/json").bytes(spaced).send().await;
        assert!(first.status.is_success(), "{path}: {}", first.text());
        assert_eq!((repeated.status, &repeated.body), (first.status, &first.body), "{path}");
        for header in ["etag", "location", "content-type", "cache-control"] {
            assert_eq!(repeated.header(header), first.header(header), "{path} {header}");
        }
        let mut changed_body = body.clone();
        let member = changed_body.as_object_mut().unwrap().values_mut().next().unwrap();
        *member =
            if member.is_array() { json!([member[0], member[0]]) } else { json!("2026-05-04T12:00:00Z") };
        let reused = news.editor().post_with_key(path, "key-1", changed_body).await;
        assert_eq!(reused.error_sources(422, "idempotency-key-reused"), ["Idempotency-Key"]);
        news.write(|c| {
            use broadsheet::db::schema::idempotency_keys;
            diesel::RunQueryDsl::execute(diesel::delete(idempotency_keys::table), c)
        })
        .await;
    }
    assert_eq!(headlines(&news).await, ["Two", "Ferry"]);
}

async fn concurrent_requests_with_one_key_create_one_resource(news: Newsroom) {
    let editor = news.editor();
    let requests = (0..16).map(|_| editor.post_with_key(ARTICLES, "once", json!({"headline": "Ferry"})));
    let responses = futures_util::future::join_all(requests).await;
    for response in &responses {
        assert_eq!(response.created(), responses[0].created());
    }
    assert_eq!(headlines(&news).await, ["Ferry"]);
}

async fn an_idempotency_key_belongs_to_one_request_and_one_caller(news: Newsroom) {
    let body = json!({"headline": "Ferry"});
    news.editor().post_with_key(ARTICLES, "k", body.clone()).await.created();
    news.editor()
        .post_with_key(ARTICLES, "k", json!({"headline": "Boat"}))
        .await
        .problem(422, "idempotency-key-reused");
    let other_path = news.editor().post_with_key("/v1/editorial/tags", "k", json!({"name": "x"})).await;
    other_path.problem(422, "idempotency-key-reused");
    // The same key of another caller is a different key.
    news.admin().post_with_key(ARTICLES, "k", body).await.created();
    assert_eq!(headlines(&news).await.len(), 2);
}

async fn a_refused_request_does_not_use_up_its_key(news: Newsroom) {
    let invalid = json!({"headline": "Ferry", "tag_ids": [99]});
    news.editor().post_with_key(ARTICLES, "k", invalid).await.problem(422, "invalid-body");
    news.editor().post_with_key(ARTICLES, "k", json!({"headline": "Ferry"})).await.created();
    assert_eq!(headlines(&news).await, ["Ferry"]);
}

async fn an_idempotency_key_expires_after_a_day(news: Newsroom) {
    let post =
        async || news.editor().post_with_key(ARTICLES, "k", json!({"headline": "Ferry"})).await.created();
    let first = post().await;
    news.advance_clock(24 * 3600);
    assert_eq!(post().await, first);
    news.advance_clock(1);
    assert_ne!(post().await["id"], first["id"]);
}

async fn an_invalid_idempotency_key_is_refused(news: Newsroom) {
    for key in ["", "two words", &"x".repeat(256)] {
        let response = news.editor().post_with_key(ARTICLES, key, json!({"headline": "Ferry"})).await;
        assert_eq!(response.error_sources(400, "bad-request"), ["Idempotency-Key"]);
    }
    let request = news.editor().request(Method::POST, ARTICLES).header("Idempotency-Key", "a");
    let two_keys = request.header("Idempotency-Key", "b").json(json!({"headline": "Ferry"})).send().await;
    assert_eq!(two_keys.error_sources(400, "bad-request"), ["Idempotency-Key"]);
    assert_eq!(headlines(&news).await.len(), 0);
}

async fn a_repeated_comment_with_the_same_key_is_stored_once(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let path = format!("/v1/articles/{id}/comments");
    let comment = json!({"author_name": "A reader", "body": "At last."});
    let first = news.reader().post_with_key(&path, "k", comment.clone()).await;
    let repeated = news.reader().post_with_key(&path, "k", comment.clone()).await;
    assert_eq!(first.expect(202).json(), repeated.expect(202).json());
    let other = json!({"author_name": "A reader", "body": "Too late."});
    news.reader().post_with_key(&path, "k", other).await.problem(422, "idempotency-key-reused");
    news.reader().post(&path, comment).await.expect(202);
    let queue = news.moderator().get("/v1/editorial/comments").await.ok();
    assert_eq!(queue["data"].as_array().unwrap().len(), 2);
}
