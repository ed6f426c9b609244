//! Editors who are restricted to sections.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_restricted_editor_can_edit_the_assigned_sections_and_their_subsections,
    a_restricted_editor_cannot_change_other_sections,
    a_restricted_editor_cannot_move_articles_out_of_the_assigned_sections,
    an_article_without_a_section_belongs_to_its_creator,
    an_api_key_has_the_section_access_of_its_creator,
    section_access_follows_moved_sections,
    section_access_follows_a_merge_and_ends_with_its_section,
    section_access_is_for_editors_and_needs_existing_sections,
    a_change_of_section_access_applies_immediately_and_ends_no_session,
];

const EDDA: &str = "Edda Editor";

/// Harbour with Ferries below it, and Port.
struct Sections {
    harbour: i64,
    ferries: i64,
    port: i64,
}

async fn sections(news: &Newsroom) -> Sections {
    let make =
        async |section| news.admin().post("/v1/editorial/sections", section).await.created()["id"].clone();
    let id = |id: Value| id.as_i64().unwrap();
    let harbour = id(make(json!({"name": "Harbour"})).await);
    let ferries = id(make(json!({"name": "Ferries", "parent_id": harbour})).await);
    Sections { harbour, ferries, port: id(make(json!({"name": "Port"})).await) }
}

async fn restrict(news: &Newsroom, sections: Value) -> Value {
    let path = format!("/v1/editorial/users/{}", news.account(EDDA).id);
    let etag = news.admin().etag_of(&path).await;
    news.admin().patch(&path, &etag, json!({"sections": sections})).await.ok()
}

/// The sections in what admins see of Edda.
async fn remit(news: &Newsroom) -> Value {
    let path = format!("/v1/editorial/users/{}", news.account(EDDA).id);
    news.admin().get(&path).await.ok()["sections"].clone()
}

fn at(article: i64) -> String {
    format!("/v1/editorial/articles/{article}")
}

/// An article of the admin's that is ready to go out.
async fn article(news: &Newsroom, section: Value) -> i64 {
    let author = json!({"name": "Ida", "slug": format!("ida-{section}")});
    let author = news.admin().post("/v1/editorial/authors", author).await.created()["id"].clone();
    let draft = json!({
        "headline": "Ferry late", "section_id": section, "authors": [{"id": author}],
        "body": {"format": "markdown", "value": "It is late."},
    });
    news.admin().post("/v1/editorial/articles", draft).await.created()["id"].as_i64().unwrap()
}

async fn a_restricted_editor_can_edit_the_assigned_sections_and_their_subsections(news: Newsroom) {
    let Sections { harbour, ferries, .. } = sections(&news).await;
    restrict(&news, json!([harbour])).await;
    let edda = news.editor();
    for section in [harbour, ferries] {
        let id = article(&news, json!(section)).await;
        let path = at(id);
        let etag = edda.etag_of(&path).await;
        edda.patch(&path, &etag, json!({"headline": "Ferry later"})).await.ok();
        for step in ["publish", "withdraw", "trash"] {
            let steps = edda.get(&format!("{path}/transitions")).await.ok();
            assert!(steps["data"].as_array().unwrap().contains(&json!({"to": step})), "{step}: {steps}");
            edda.transition(id, &edda.etag_of(&path).await, step).await.ok();
        }
        edda.post("/v1/editorial/articles", json!({"headline": "Own", "section_id": section}))
            .await
            .created();
    }
}

async fn a_restricted_editor_cannot_change_other_sections(news: Newsroom) {
    let Sections { harbour, port, .. } = sections(&news).await;
    let lights =
        news.admin().post("/v1/editorial/sections", json!({"name": "Harbour lights"})).await.created();
    restrict(&news, json!([harbour])).await;
    let edda = news.editor();
    // A path that only begins alike is not below it; and above all sections there is nothing.
    for section in [json!(port), lights["id"].clone(), json!(null)] {
        let id = article(&news, section.clone()).await;
        let path = at(id);
        let etag = edda.etag_of(&path).await;
        let before = edda.get(&path).await.ok();
        edda.patch(&path, &etag, json!({"headline": "Mine"})).await.problem(403, "forbidden");
        edda.delete(&path, &etag).await.problem(403, "forbidden");
        edda.transition(id, &etag, "publish").await.problem(403, "forbidden");
        let restored = edda.request(Method::POST, &format!("{path}/revisions/1/restore"));
        restored.header("if-match", &etag).send().await.problem(403, "forbidden");
        let batch = json!({"operations": [
            {"op": "patch", "id": id, "if_match": etag, "article": {"headline": "Mine"}},
            {"op": "transition", "id": id, "if_match": etag, "transition": {"to": "trash"}},
        ]});
        for outcome in edda.post("/v1/editorial/articles/batch", batch).await.ok()["data"].as_array().unwrap()
        {
            assert_eq!(outcome["status"], 403, "{outcome}");
        }
        let link = edda.post(&format!("{path}/preview-tokens"), json!({})).await;
        link.problem(403, "forbidden");
        assert_eq!(edda.get(&format!("{path}/transitions")).await.ok()["data"], json!([]));
        assert_eq!(edda.get(&path).await.ok(), before, "reading is free, and nothing changed");
    }
}

async fn a_restricted_editor_cannot_move_articles_out_of_the_assigned_sections(news: Newsroom) {
    let Sections { harbour, ferries, port } = sections(&news).await;
    restrict(&news, json!([harbour])).await;
    let edda = news.editor();
    let path = at(article(&news, json!(harbour)).await);
    for elsewhere in [json!(port), json!(null)] {
        let etag = edda.etag_of(&path).await;
        let refused = edda.patch(&path, &etag, json!({"section_id": elsewhere})).await;
        assert_eq!(refused.problem(403, "forbidden")["errors"][0]["pointer"], "/section_id");
    }
    let made = edda.post("/v1/editorial/articles", json!({"headline": "Own", "section_id": port})).await;
    assert_eq!(made.problem(403, "forbidden")["errors"][0]["pointer"], "/section_id");
    let etag = edda.etag_of(&path).await;
    edda.patch(&path, &etag, json!({"section_id": ferries})).await.ok();
    // A former revision that lies elsewhere does not come back either.
    let etag = news.admin().etag_of(&path).await;
    news.admin().patch(&path, &etag, json!({"section_id": port})).await.ok();
    let etag = news.admin().etag_of(&path).await;
    news.admin().patch(&path, &etag, json!({"section_id": harbour})).await.ok();
    let etag = edda.etag_of(&path).await;
    let restored = edda.request(Method::POST, &format!("{path}/revisions/3/restore"));
    restored.header("if-match", &etag).send().await.problem(403, "forbidden");
}

async fn an_article_without_a_section_belongs_to_its_creator(news: Newsroom) {
    let Sections { harbour, .. } = sections(&news).await;
    restrict(&news, json!([harbour])).await;
    let edda = news.editor();
    let made = edda.post("/v1/editorial/articles", json!({"headline": "Somewhere"})).await.created();
    let path = format!("/v1/editorial/articles/{}", made["id"]);
    let etag = edda.etag_of(&path).await;
    edda.patch(&path, &etag, json!({"headline": "Where?"})).await.ok();
    let etag = edda.etag_of(&path).await;
    edda.patch(&path, &etag, json!({"section_id": harbour})).await.ok();
}

async fn an_api_key_has_the_section_access_of_its_creator(news: Newsroom) {
    let Sections { harbour, port, .. } = sections(&news).await;
    let key = json!({"name": "wire", "scopes": ["articles:write", "articles:publish", "taxonomy:write"]});
    let key = news.admin().post("/v1/editorial/api-keys", key).await.created();
    let wire = news.stranger_with(key["key"].as_str().unwrap());
    wire.post("/v1/editorial/articles", json!({"headline": "Wire", "section_id": port})).await.created();
    // Somebody else is the admin from now on, and the maker of the key an editor of the harbour.
    let login = json!({"email": "nell@news.example", "password": "kelp lantern under orbit"});
    let mut nell = login.clone();
    (nell["name"], nell["role"]) = (json!("Nell"), json!("admin"));
    news.admin().post("/v1/editorial/users", nell).await.created();
    let nell = news.reader().post("/v1/auth/login", login).await.ok();
    let nell = news.stranger_with(nell["access_token"].as_str().unwrap());
    let path = format!("/v1/editorial/users/{}", news.account("Ada Admin").id);
    let etag = nell.etag_of(&path).await;
    nell.patch(&path, &etag, json!({"role": "editor", "sections": [harbour]})).await.ok();
    let refused = wire.post("/v1/editorial/articles", json!({"headline": "Wire", "section_id": port})).await;
    refused.problem(403, "forbidden");
    wire.post("/v1/editorial/articles", json!({"headline": "Wire", "section_id": harbour})).await.created();
    wire.post("/v1/editorial/sections", json!({"name": "More"})).await.problem(403, "forbidden");
}

async fn section_access_follows_moved_sections(news: Newsroom) {
    let Sections { harbour, ferries, port } = sections(&news).await;
    restrict(&news, json!([harbour])).await;
    let edda = news.editor();
    let path = at(article(&news, json!(ferries)).await);
    let section = format!("/v1/editorial/sections/{ferries}");
    for (parent, allowed) in [(port, false), (harbour, true)] {
        let etag = news.admin().etag_of(&section).await;
        news.admin().patch(&section, &etag, json!({"parent_id": parent})).await.ok();
        let etag = edda.etag_of(&path).await;
        let change = json!({"headline": format!("Below {parent}")});
        assert_eq!(edda.patch(&path, &etag, change).await.status == 200, allowed);
    }
}

async fn section_access_follows_a_merge_and_ends_with_its_section(news: Newsroom) {
    let Sections { harbour, ferries, port } = sections(&news).await;
    let before = restrict(&news, json!([ferries, harbour])).await;
    let section = format!("/v1/editorial/sections/{ferries}");
    let etag = news.admin().etag_of(&section).await;
    let merge = news.admin().request(Method::POST, &format!("{section}/merge")).header("if-match", &etag);
    merge.json(json!({"into": port})).send().await.ok();
    assert_eq!(remit(&news).await, json!([harbour, port]));
    let path = format!("/v1/editorial/users/{}", news.account(EDDA).id);
    let late = news.admin().patch(&path, &format!("\"{}\"", before["version"]), json!({"name": "E"})).await;
    assert_eq!(late.problem(412, "version-mismatch")["changed"], json!(["sections"]));
    for (section, left) in [(harbour, json!([port])), (port, json!([]))] {
        let section = format!("/v1/editorial/sections/{section}");
        let etag = news.admin().etag_of(&section).await;
        assert_eq!(news.admin().delete(&section, &etag).await.status, 204);
        assert_eq!(remit(&news).await, left);
    }
    // Nothing is left, and nothing is not everything.
    let path = at(article(&news, json!(null)).await);
    let etag = news.editor().etag_of(&path).await;
    news.editor().patch(&path, &etag, json!({"headline": "Mine"})).await.problem(403, "forbidden");
}

async fn section_access_is_for_editors_and_needs_existing_sections(news: Newsroom) {
    let Sections { harbour, .. } = sections(&news).await;
    let path = format!("/v1/editorial/users/{}", news.account(EDDA).id);
    let etag = news.admin().etag_of(&path).await;
    for (change, culprit, code) in [
        (json!({"sections": [harbour, 999]}), "/sections/1", "unknown-reference"),
        (json!({"sections": [harbour], "role": "reporter"}), "/sections", "not-here"),
        (json!({"sections": [harbour], "role": "admin"}), "/sections", "not-here"),
        (json!({"sections": vec![harbour; 101]}), "/sections", "too-many"),
        (json!({"sections": "harbour"}), "/sections", "wrong-type"),
        (json!({"sections": [null]}), "/sections/0", "wrong-type"),
    ] {
        let problem = news.admin().patch(&path, &etag, change.clone()).await.problem(422, "invalid-body");
        let fault = &problem["errors"][0];
        assert_eq!((&fault["pointer"], &fault["code"]), (&json!(culprit), &json!(code)), "{change}");
    }
    let nell = json!({
        "email": "nell@news.example", "name": "Nell", "role": "editor", "password": "kelp lantern under orbit",
        "sections": [999],
    });
    let problem = news.admin().post("/v1/editorial/users", nell.clone()).await.problem(422, "invalid-body");
    assert_eq!(problem["errors"][0]["pointer"], "/sections/0");
    let mut nell = nell;
    nell["sections"] = json!([harbour]);
    assert_eq!(news.admin().post("/v1/editorial/users", nell).await.created()["sections"], json!([harbour]));
    assert_eq!(news.admin().etag_of(&path).await, etag, "nothing of the others was done");
}

async fn a_change_of_section_access_applies_immediately_and_ends_no_session(news: Newsroom) {
    let Sections { harbour, port, .. } = sections(&news).await;
    let edda = news.editor();
    let path = at(article(&news, json!(port)).await);
    for (sections, allowed) in
        [(json!([harbour]), false), (json!([port]), true), (json!([]), false), (json!(null), true)]
    {
        restrict(&news, sections.clone()).await;
        let etag = edda.etag_of(&path).await;
        let change = json!({"headline": format!("Under {sections}")});
        assert_eq!(edda.patch(&path, &etag, change).await.status == 200, allowed, "{sections}");
    }
    let log = news.admin().get("/v1/editorial/audit-log?action=user.update").await.ok();
    assert_eq!(log["data"][3]["changes"][0]["after"], json!([harbour]), "{log}");
}
