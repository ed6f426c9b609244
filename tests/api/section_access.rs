//! Editors with access to some sections only.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, scenarios};

scenarios![
    a_restricted_editor_can_edit_the_assigned_sections_and_their_subsections,
    a_restricted_editor_cannot_change_other_sections,
    a_restricted_editor_copies_and_corrects_only_in_the_assigned_sections,
    a_restricted_editor_cannot_move_articles_out_of_the_assigned_sections,
    an_article_without_a_section_belongs_to_its_creator,
    an_api_key_has_the_section_access_of_its_creator,
    section_access_follows_moved_sections,
    section_access_follows_a_merge_and_ends_with_its_section,
    section_access_is_for_editors_and_needs_existing_sections,
    a_change_of_section_access_applies_immediately_and_ends_no_session,
];

const EDDA: &str = "Edda Editor";

/// The IDs of Harbour, of its subsection Ferries, and of Port.
struct Sections {
    harbour: i64,
    ferries: i64,
    port: i64,
}

async fn create_sections(news: &Newsroom) -> Sections {
    let create =
        async |section| news.admin().post("/v1/editorial/sections", section).await.created()["id"].clone();
    let id = |id: Value| id.as_i64().unwrap();
    let harbour = id(create(json!({"name": "Harbour"})).await);
    let ferries = id(create(json!({"name": "Ferries", "parent_id": harbour})).await);
    Sections { harbour, ferries, port: id(create(json!({"name": "Port"})).await) }
}

async fn restrict(news: &Newsroom, sections: Value) -> Value {
    let path = format!("/v1/editorial/users/{}", news.account(EDDA).id);
    let etag = news.admin().etag_of(&path).await;
    news.admin().patch(&path, &etag, json!({"sections": sections})).await.ok()
}

/// The assigned sections of Edda as admins see them.
async fn assigned_sections(news: &Newsroom) -> Value {
    let path = format!("/v1/editorial/users/{}", news.account(EDDA).id);
    news.admin().get(&path).await.ok()["sections"].clone()
}

/// Creates a publishable article as an admin, and returns its ID.
async fn create_article(news: &Newsroom, section: Value) -> i64 {
    let author = json!({"name": "Ida", "slug": format!("ida-{section}")});
    let author = news.admin().post("/v1/editorial/authors", author).await.created()["id"].clone();
    let draft = json!({
        "headline": "Ferry late", "section_id": section, "authors": [{"id": author}],
        "body": {"format": "markdown", "value": "It is late."},
    });
    news.admin().post("/v1/editorial/articles", draft).await.created()["id"].as_i64().unwrap()
}

async fn a_restricted_editor_can_edit_the_assigned_sections_and_their_subsections(news: Newsroom) {
    let Sections { harbour, ferries, .. } = create_sections(&news).await;
    restrict(&news, json!([harbour])).await;
    let edda = news.editor();
    for section in [harbour, ferries] {
        let id = create_article(&news, json!(section)).await;
        let path = article_path(id);
        let etag = edda.etag_of(&path).await;
        edda.patch(&path, &etag, json!({"headline": "Ferry later"})).await.ok();
        for transition in ["publish", "withdraw", "trash"] {
            let transitions = edda.get(&format!("{path}/transitions")).await.ok();
            assert!(
                transitions["data"].as_array().unwrap().contains(&json!({"to": transition})),
                "{transition}: {transitions}"
            );
            edda.transition(id, &edda.etag_of(&path).await, transition).await.ok();
        }
        edda.post("/v1/editorial/articles", json!({"headline": "Own", "section_id": section}))
            .await
            .created();
    }
}

async fn a_restricted_editor_cannot_change_other_sections(news: Newsroom) {
    let Sections { harbour, port, .. } = create_sections(&news).await;
    let similar_section =
        news.admin().post("/v1/editorial/sections", json!({"name": "Harbour lights"})).await.created();
    restrict(&news, json!([harbour])).await;
    let edda = news.editor();
    // A path that only begins with the same letters is not below it. An article without a section is not accessible.
    for section in [json!(port), similar_section["id"].clone(), json!(null)] {
        let id = create_article(&news, section.clone()).await;
        let path = article_path(id);
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
        assert_eq!(edda.get(&path).await.ok(), before, "the article can be read and is unchanged");
    }
}

async fn a_restricted_editor_copies_and_corrects_only_in_the_assigned_sections(news: Newsroom) {
    let Sections { harbour, port, .. } = create_sections(&news).await;
    restrict(&news, json!([harbour])).await;
    let edda = news.editor();
    for (section, is_assigned) in [(harbour, true), (port, false)] {
        let id = create_article(&news, json!(section)).await;
        let path = article_path(id);
        news.transition(id, json!({"to": "publish"})).await;
        let correction = json!({"kind": "correction", "text": "Hourly."});
        news.transition(id, json!({"to": "publish", "correction": correction})).await;
        let list = edda.get(&format!("{path}/corrections")).await;
        let correction = format!("{path}/corrections/{}", list.ok()["data"][0]["id"]);
        let copy = edda.post(&format!("{path}/copies"), json!({})).await;
        let mended = edda.patch(&correction, &list.etag(), json!({"text": "Daily."})).await;
        let withdrawn = edda.delete(&correction, &edda.etag_of(&path).await).await;
        if is_assigned {
            copy.created();
            mended.ok();
            withdrawn.expect(204);
        } else {
            for refused in [copy, mended, withdrawn] {
                refused.problem(403, "forbidden");
            }
            let corrections = edda.get(&format!("{path}/corrections")).await.ok();
            assert_eq!(corrections["data"], list.json()["data"]);
        }
    }
}

async fn a_restricted_editor_cannot_move_articles_out_of_the_assigned_sections(news: Newsroom) {
    let Sections { harbour, ferries, port } = create_sections(&news).await;
    restrict(&news, json!([harbour])).await;
    let edda = news.editor();
    let path = article_path(create_article(&news, json!(harbour)).await);
    for other_section in [json!(port), json!(null)] {
        let etag = edda.etag_of(&path).await;
        let refused = edda.patch(&path, &etag, json!({"section_id": other_section})).await;
        assert_eq!(refused.problem(403, "forbidden")["errors"][0]["pointer"], "/section_id");
    }
    let created = edda.post("/v1/editorial/articles", json!({"headline": "Own", "section_id": port})).await;
    assert_eq!(created.problem(403, "forbidden")["errors"][0]["pointer"], "/section_id");
    let etag = edda.etag_of(&path).await;
    edda.patch(&path, &etag, json!({"section_id": ferries})).await.ok();
    // A revision with another section cannot be restored either.
    let etag = news.admin().etag_of(&path).await;
    news.admin().patch(&path, &etag, json!({"section_id": port})).await.ok();
    let etag = news.admin().etag_of(&path).await;
    news.admin().patch(&path, &etag, json!({"section_id": harbour})).await.ok();
    let etag = edda.etag_of(&path).await;
    let restored = edda.request(Method::POST, &format!("{path}/revisions/3/restore"));
    restored.header("if-match", &etag).send().await.problem(403, "forbidden");
}

async fn an_article_without_a_section_belongs_to_its_creator(news: Newsroom) {
    let Sections { harbour, .. } = create_sections(&news).await;
    restrict(&news, json!([harbour])).await;
    let edda = news.editor();
    let created = edda.post("/v1/editorial/articles", json!({"headline": "Somewhere"})).await.created();
    let path = format!("/v1/editorial/articles/{}", created["id"]);
    let etag = edda.etag_of(&path).await;
    edda.patch(&path, &etag, json!({"headline": "Where?"})).await.ok();
    let etag = edda.etag_of(&path).await;
    edda.patch(&path, &etag, json!({"section_id": harbour})).await.ok();
}

async fn an_api_key_has_the_section_access_of_its_creator(news: Newsroom) {
    let Sections { harbour, port, .. } = create_sections(&news).await;
    let key = json!({"name": "wire", "scopes": ["articles:write", "articles:publish", "taxonomy:write"]});
    let key = news.admin().post("/v1/editorial/api-keys", key).await.created();
    let key_client = news.client_with_token(key["key"].as_str().unwrap());
    key_client
        .post("/v1/editorial/articles", json!({"headline": "Wire", "section_id": port}))
        .await
        .created();
    // The new admin Nell makes the creator of the key an editor of Harbour.
    let login = json!({"email": "nell@news.example", "password": "kelp lantern under orbit"});
    let mut user = login.clone();
    (user["name"], user["role"]) = (json!("Nell"), json!("admin"));
    news.admin().post("/v1/editorial/users", user).await.created();
    let session = news.reader().post("/v1/auth/login", login).await.ok();
    let nell = news.client_with_token(session["access_token"].as_str().unwrap());
    let path = format!("/v1/editorial/users/{}", news.account("Ada Admin").id);
    let etag = nell.etag_of(&path).await;
    nell.patch(&path, &etag, json!({"role": "editor", "sections": [harbour]})).await.ok();
    let refused =
        key_client.post("/v1/editorial/articles", json!({"headline": "Wire", "section_id": port})).await;
    refused.problem(403, "forbidden");
    key_client
        .post("/v1/editorial/articles", json!({"headline": "Wire", "section_id": harbour}))
        .await
        .created();
    key_client.post("/v1/editorial/sections", json!({"name": "More"})).await.problem(403, "forbidden");
}

async fn section_access_follows_moved_sections(news: Newsroom) {
    let Sections { harbour, ferries, port } = create_sections(&news).await;
    restrict(&news, json!([harbour])).await;
    let edda = news.editor();
    let path = article_path(create_article(&news, json!(ferries)).await);
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
    let Sections { harbour, ferries, port } = create_sections(&news).await;
    let before = restrict(&news, json!([ferries, harbour])).await;
    let section = format!("/v1/editorial/sections/{ferries}");
    let etag = news.admin().etag_of(&section).await;
    let merge = news.admin().request(Method::POST, &format!("{section}/merge")).header("if-match", &etag);
    merge.json(json!({"into": port})).send().await.ok();
    assert_eq!(assigned_sections(&news).await, json!([harbour, port]));
    let path = format!("/v1/editorial/users/{}", news.account(EDDA).id);
    let stale = news.admin().patch(&path, &format!("\"{}\"", before["version"]), json!({"name": "E"})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!(["sections"]));
    for (section, remaining) in [(harbour, json!([port])), (port, json!([]))] {
        let section = format!("/v1/editorial/sections/{section}");
        let etag = news.admin().etag_of(&section).await;
        assert_eq!(news.admin().delete(&section, &etag).await.status, 204);
        assert_eq!(assigned_sections(&news).await, remaining);
    }
    // Without assigned sections the editor can change nothing.
    let path = article_path(create_article(&news, json!(null)).await);
    let etag = news.editor().etag_of(&path).await;
    news.editor().patch(&path, &etag, json!({"headline": "Mine"})).await.problem(403, "forbidden");
}

async fn section_access_is_for_editors_and_needs_existing_sections(news: Newsroom) {
    let Sections { harbour, .. } = create_sections(&news).await;
    let path = format!("/v1/editorial/users/{}", news.account(EDDA).id);
    let etag = news.admin().etag_of(&path).await;
    for (change, source, code) in [
        (json!({"sections": [harbour, 999]}), "/sections/1", "unknown-reference"),
        (json!({"sections": [harbour], "role": "reporter"}), "/sections", "not-here"),
        (json!({"sections": [harbour], "role": "admin"}), "/sections", "not-here"),
        (json!({"sections": vec![harbour; 101]}), "/sections", "too-many"),
        (json!({"sections": "harbour"}), "/sections", "wrong-type"),
        (json!({"sections": [null]}), "/sections/0", "wrong-type"),
    ] {
        let problem = news.admin().patch(&path, &etag, change.clone()).await.problem(422, "invalid-body");
        let error = &problem["errors"][0];
        assert_eq!((&error["pointer"], &error["code"]), (&json!(source), &json!(code)), "{change}");
    }
    let mut user = json!({
        "email": "nell@news.example", "name": "Nell", "role": "editor", "password": "kelp lantern under orbit",
        "sections": [999],
    });
    let problem = news.admin().post("/v1/editorial/users", user.clone()).await.problem(422, "invalid-body");
    assert_eq!(problem["errors"][0]["pointer"], "/sections/0");
    user["sections"] = json!([harbour]);
    assert_eq!(news.admin().post("/v1/editorial/users", user).await.created()["sections"], json!([harbour]));
    assert_eq!(news.admin().etag_of(&path).await, etag, "the refused changes had no effect");
}

async fn a_change_of_section_access_applies_immediately_and_ends_no_session(news: Newsroom) {
    let Sections { harbour, port, .. } = create_sections(&news).await;
    let edda = news.editor();
    let path = article_path(create_article(&news, json!(port)).await);
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
