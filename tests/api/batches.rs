//! Batches: many operations in one request.

use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    each_operation_has_its_own_result,
    an_atomic_batch_applies_all_operations_or_none,
    a_malformed_batch_is_refused_with_every_fault,
    a_batch_can_do_only_what_its_caller_may_do,
    a_batch_of_one_hundred_operations_succeeds,
];

const ARTICLES: &str = "/v1/editorial/articles";
const BATCH: &str = "/v1/editorial/articles/batch";

fn article_path(id: &Value) -> String {
    format!("{ARTICLES}/{id}")
}

async fn each_operation_has_its_own_result(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.editor().post(ARTICLES, taxonomy.article("Ferry")).await;
    let id = draft.created()["id"].clone();
    let response = news
        .editor()
        .post(
            BATCH,
            json!({"operations": [
                {"op": "create", "article": {"headline": "New"}},
                {"op": "create", "article": {"headline": " ", "tag_ids": [99]}},
                {"op": "patch", "id": id, "if_match": "\"1\"", "article": {"kicker": "Harbour"}},
                {"op": "patch", "id": id, "if_match": "\"1\"", "article": {"kicker": "Late"}},
                {"op": "patch", "id": id, "article": {"kicker": "Unseen"}},
                {"op": "transition", "id": id, "if_match": "\"2\"", "transition": {"to": "publish"}},
                {"op": "transition", "id": id, "if_match": "*", "transition": {"to": "submit"}},
                {"op": "transition", "id": id, "if_match": "*", "transition": {"to": "publish", "publish_at": "2027-01-01T00:00:00Z"}},
                {"op": "patch", "id": 9999, "if_match": "*", "article": {"kicker": "Nowhere"}},
                {"op": "patch", "id": id, "if_match": "3", "article": {"kicker": "No tag"}},
            ]}),
        )
        .await
        .ok();
    let results = response["data"].as_array().unwrap();
    let outcomes: Vec<_> = results
        .iter()
        .map(|r| (r["status"].as_i64().unwrap(), r["problem"]["code"].as_str().unwrap_or("-").to_owned()))
        .collect();
    let expected = [
        (201, "-"),
        (422, "invalid-body"),
        (200, "-"),
        (412, "version-mismatch"),
        (428, "precondition-required"),
        (200, "-"),
        (409, "impossible-transition"),
        (422, "invalid-body"),
        (404, "not-found"),
        (400, "bad-request"),
    ];
    assert_eq!(outcomes, expected.map(|(status, code)| (status, code.to_owned())));
    let pointers = |index: usize| -> Vec<Value> {
        let errors = results[index]["problem"]["errors"].as_array().unwrap();
        errors.iter().map(|fault| fault["pointer"].clone()).collect()
    };
    assert_eq!(pointers(1), ["/operations/1/article/headline", "/operations/1/article/tag_ids/0"]);
    assert_eq!(pointers(7), ["/operations/7/transition/publish_at"]);
    for index in [4, 9] {
        assert_eq!(pointers(index), [format!("/operations/{index}/if_match")]);
        // An operation has no headers, so its problem does not mention any.
        assert!(!results[index]["problem"].to_string().contains("If-Match"), "{}", results[index]);
    }
    assert_eq!(results[3]["problem"]["changed"], json!(["kicker"]));
    assert_eq!((&results[5]["id"], &results[5]["etag"]), (&id, &json!("\"3\"")));
    let article = news.editor().get(&article_path(&id)).await;
    assert_eq!((&article.ok()["kicker"], article.etag().as_str()), (&json!("Harbour"), "\"3\""));
    news.reader().get(&format!("/v1/articles/{id}")).await.ok();
    assert_eq!(news.editor().get(&article_path(&results[0]["id"])).await.ok()["headline"], "New");
}

async fn an_atomic_batch_applies_all_operations_or_none(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let draft = news.editor().post(ARTICLES, taxonomy.article("Ferry")).await;
    let id = draft.created()["id"].clone();
    let operations = |last: Value| {
        json!({"atomic": true, "operations": [
            {"op": "create", "article": {"headline": "New"}},
            {"op": "transition", "id": id, "if_match": "\"1\"", "transition": {"to": "publish"}},
            last,
        ]})
    };
    let invalid = operations(json!({"op": "create", "article": {"headline": "Bad", "section_id": 77}}));
    let response = news.editor().post(BATCH, invalid).await;
    let sources = response.error_sources(422, "batch-failed");
    assert_eq!(sources, ["/operations/2", "/operations/2/article/section_id"]);
    assert_eq!(news.editor().get(&article_path(&id)).await.etag(), "\"1\"");
    news.reader().get(&format!("/v1/articles/{id}")).await.problem(404, "not-found");
    let page = news.editor().get(ARTICLES).await.ok();
    assert_eq!(page["data"].as_array().unwrap().len(), 1);
    assert_eq!(news.reader().get("/v1/articles").await.ok()["data"], json!([]));
    let valid = operations(json!({"op": "create", "article": {"headline": "Good"}}));
    let response = news.editor().post(BATCH, valid).await.ok();
    let statuses: Vec<_> = response["data"].as_array().unwrap().iter().map(|r| r["status"].clone()).collect();
    assert_eq!(statuses, [201, 200, 201]);
    news.reader().get(&format!("/v1/articles/{id}")).await.ok();
}

async fn a_malformed_batch_is_refused_with_every_fault(news: Newsroom) {
    let create = json!({"op": "create", "article": {"headline": "x"}});
    for operations in [json!([]), json!(vec![create.clone(); 101]), Value::Null] {
        let response = news.editor().post(BATCH, json!({"operations": operations})).await;
        assert_eq!(response.error_sources(422, "invalid-body"), ["/operations"]);
    }
    let response = news
        .editor()
        .post(
            BATCH,
            json!({"atomic": "yes", "operations": [
                {"op": "shred", "id": 1},
                {"op": "create", "article": {"headline": "x"}, "id": 5, "if_match": "\"1\""},
                {"op": "patch", "transition": {}},
                {"op": "transition", "id": "one"},
                {"article": {}},
                7,
            ]}),
        )
        .await;
    let expected = [
        "/atomic",
        "/operations/0/op",
        "/operations/1/id",
        "/operations/1/if_match",
        "/operations/2/article",
        "/operations/2/id",
        "/operations/2/transition",
        "/operations/3/id",
        "/operations/3/transition",
        "/operations/4/op",
        "/operations/5",
    ];
    assert_eq!(response.error_sources(422, "invalid-body"), expected);
    assert_eq!(news.editor().get(ARTICLES).await.ok()["data"], json!([]));
}

async fn a_batch_can_do_only_what_its_caller_may_do(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let own = news.reporter().post(ARTICLES, taxonomy.article("Own")).await.created()["id"].clone();
    let others = news.editor().post(ARTICLES, taxonomy.article("Theirs")).await.created()["id"].clone();
    let response = news
        .reporter()
        .post(
            BATCH,
            json!({"operations": [
                {"op": "create", "article": {"headline": "Imported", "id": 84451}},
                {"op": "patch", "id": others, "if_match": "*", "article": {"kicker": "x"}},
                {"op": "transition", "id": own, "if_match": "*", "transition": {"to": "publish"}},
                {"op": "transition", "id": own, "if_match": "*", "transition": {"to": "submit"}},
                {"op": "patch", "id": own, "if_match": "*", "article": {"kicker": "x"}},
            ]}),
        )
        .await
        .ok();
    let statuses: Vec<_> = response["data"].as_array().unwrap().iter().map(|r| r["status"].clone()).collect();
    assert_eq!(statuses, [403, 404, 403, 200, 403]);
    news.moderator().post(BATCH, json!({"operations": []})).await.problem(403, "forbidden");
}

async fn a_batch_of_one_hundred_operations_succeeds(news: Newsroom) {
    let create = |number| json!({"op": "create", "article": {"headline": format!("Piece {number}")}});
    let operations: Vec<_> = (0..100).map(create).collect();
    let response = news.editor().post(BATCH, json!({"atomic": true, "operations": operations})).await.ok();
    let ids: Vec<_> =
        response["data"].as_array().unwrap().iter().map(|r| r["id"].as_i64().unwrap()).collect();
    assert_eq!(ids, (1..=100).collect::<Vec<_>>());
}
