//! Merging one section, author or tag into another.

use actix_web::http::Method;
use broadsheet::db::schema::{article_revisions, article_tags, audit_log};
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::harness::{Newsroom, Taxonomy, ids, scenarios};

scenarios![
    a_merged_tag_is_replaced_everywhere,
    a_merge_keeps_published_content_and_its_times,
    a_merge_does_not_publish_unpublished_changes,
    a_merge_removes_duplicate_references,
    a_merged_author_keeps_the_roles_of_both,
    a_merge_updates_articles_in_every_status,
    a_stale_save_after_a_merge_reports_the_changed_members,
    former_slugs_redirect_through_all_merges,
    a_slug_freed_by_a_merge_can_be_used_again,
    a_merge_is_logged_for_both_resources,
    an_interrupted_merge_of_many_articles_can_be_continued,
];

async fn a_merged_tag_is_replaced_everywhere(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let boats = news.create("tags", json!({"name": "Boats"})).await;
    let article = news.publish(&taxonomy, "Gannet").await;
    let draft = news.editor().post("/v1/editorial/articles", taxonomy.article("Draft")).await.created();
    news.advance_clock(60);
    let merged = news.merge("tags", taxonomy.tag, boats).await;
    assert_eq!((&merged["slug"], &merged["version"]), (&json!("boats"), &json!(2)));
    assert_eq!(merged["updated_at"], "2026-05-02T12:01:00Z");
    assert_eq!(news.working_copy(article).await["tag_ids"], json!([boats]));
    let draft = draft["id"].as_i64().unwrap();
    let draft = news.working_copy(draft).await;
    assert_eq!((&draft["tag_ids"], &draft["version"]), (&json!([boats]), &json!(2)));
    assert_eq!(draft["updated_by"]["name"], "Edda Editor");
    let id = draft["id"].as_i64().unwrap();
    let notes: Vec<(i64, Option<String>)> = news
        .write(move |c| {
            article_revisions::table
                .filter(article_revisions::article_id.eq(id))
                .order(article_revisions::number)
                .select((article_revisions::number, article_revisions::note))
                .load(c)
        })
        .await;
    assert_eq!(notes, [(1, None), (2, Some("Tag ferries merged into boats.".to_owned()))]);
    assert_eq!(ids(&news.published_article(article).await["tags"]), [boats]);
    assert_eq!(ids(&news.reader().get("/v1/articles?tag=boats").await.ok()["data"]), [article]);
    assert_eq!(ids(&news.reader().get("/v1/tags").await.ok()["data"]), [boats]);
    news.assert_redirects("tags/ferries", "tags/boats").await;
    let resolved = news.reader().get("/v1/resolve?url=/tags/ferries").await.ok();
    assert_eq!(resolved, json!({"kind": "tag", "id": boats, "url": "https://news.example/tags/boats"}));
}

async fn a_merge_keeps_published_content_and_its_times(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let boats = news.create("tags", json!({"name": "Boats"})).await;
    let article = news.publish(&taxonomy, "Gannet").await;
    let before = news.published_article(article).await;
    news.advance_clock(60);
    news.merge("tags", taxonomy.tag, boats).await;
    let stamp = async || news.reader().get("/v1/site").await.ok()["content_updated_at"].clone();
    assert_eq!(stamp().await, "2026-05-02T12:01:00Z");
    let mut expected = before.clone();
    expected["tags"] = json!([{"id": boats, "slug": "boats", "name": "Boats", "type": "topic"}]);
    assert_eq!(news.published_article(article).await, expected);
    let copy = news.working_copy(article).await;
    assert_eq!((&copy["has_unpublished_changes"], &copy["version"]), (&json!(false), &json!(3)));
    assert_eq!(copy["live_version"], before["version"]);
    // Publishing again has no visible effect.
    news.advance_clock(60);
    news.transition(article, json!({"to": "publish"})).await;
    assert_eq!(news.published_article(article).await, expected);
    assert_eq!(stamp().await, "2026-05-02T12:01:00Z");
}

async fn a_merge_does_not_publish_unpublished_changes(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let boats = news.create("tags", json!({"name": "Boats"})).await;
    let [changed, untagged] = [news.publish(&taxonomy, "One").await, news.publish(&taxonomy, "Two").await];
    let article_path = |id: i64| format!("/v1/editorial/articles/{id}");
    news.change(&article_path(changed), json!({"headline": "One, changed"})).await;
    news.change(&article_path(untagged), json!({"tag_ids": []})).await;
    news.merge("tags", taxonomy.tag, boats).await;
    for (article, tags, version) in [(changed, json!([boats]), 4), (untagged, json!([]), 3)] {
        let copy = news.working_copy(article).await;
        assert_eq!((&copy["tag_ids"], &copy["has_unpublished_changes"]), (&tags, &json!(true)));
        assert_eq!(copy["version"], version, "an article without the tag keeps its version");
        assert_eq!(ids(&news.published_article(article).await["tags"]), [boats]);
    }
    assert_eq!(news.published_article(changed).await["headline"], "One");
}

async fn a_merge_removes_duplicate_references(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let boats = news.create("tags", json!({"name": "Boats"})).await;
    let sea = news.create("tags", json!({"name": "Sea"})).await;
    let sky = news.create("tags", json!({"name": "Sky"})).await;
    let first = news.publish_with(&taxonomy, json!({"tag_ids": [sky, taxonomy.tag, sea, boats]})).await;
    let last = news
        .publish_with(&taxonomy, json!({"headline": "B", "tag_ids": [boats, sea, taxonomy.tag, sky]}))
        .await;
    news.merge("tags", taxonomy.tag, boats).await;
    for (article, tags) in [(first, [sky, boats, sea]), (last, [boats, sea, sky])] {
        let copy = news.working_copy(article).await;
        assert_eq!((&copy["tag_ids"], &copy["has_unpublished_changes"]), (&json!(tags), &json!(false)));
        let published = news.published_article(article).await;
        assert_eq!(ids(&published["tags"]), tags);
        news.transition(article, json!({"to": "publish"})).await;
        assert_eq!(news.published_article(article).await, published);
    }
    assert_eq!(ids(&news.reader().get("/v1/articles?tag=boats").await.ok()["data"]).len(), 2);
}

async fn a_merged_author_keeps_the_roles_of_both(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let duplicate = news.create("authors", json!({"name": "A. Marlow", "email": "a@news.example"})).await;
    let authors = json!([{"id": duplicate, "role": "photographer"}, {"id": taxonomy.author, "role": "editor"},
        {"id": taxonomy.author, "role": "photographer"}]);
    let with_both = news.publish_with(&taxonomy, json!({"authors": authors})).await;
    let with_twin = news
        .publish_with(&taxonomy, json!({"headline": "B", "authors": [{"id": duplicate, "role": "editor"}]}))
        .await;
    let merged = news.merge("authors", duplicate, taxonomy.author).await;
    assert_eq!((&merged["name"], &merged["email"]), (&json!("Ada Marlow"), &json!("ada@news.example")));
    for (article, roles) in [(with_both, vec!["photographer", "editor"]), (with_twin, vec!["editor"])] {
        let profiles = roles.iter().map(
            |role| json!({"id": taxonomy.author, "slug": "ada-marlow", "name": "Ada Marlow", "role": role}),
        );
        let credits = profiles.collect::<Value>();
        assert_eq!(news.working_copy(article).await["authors"], credits);
        assert_eq!(news.published_article(article).await["authors"], credits);
    }
    news.assert_redirects("authors/a-marlow", "authors/ada-marlow").await;
    let list = news.editor().get("/v1/editorial/articles?author=ada-marlow").await.ok();
    assert_eq!(list["data"].as_array().unwrap().len(), 2);
}

async fn a_merge_updates_articles_in_every_status(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let boats = news.create("tags", json!({"name": "Boats"})).await;
    let port = news.create("sections", json!({"name": "Port"})).await;
    let bo = news.create("authors", json!({"name": "Bo"})).await;
    let mut articles = Vec::new();
    for transitions in [
        vec![json!({"to": "submit"})],
        vec![json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"})],
        vec![json!({"to": "trash"})],
        vec![json!({"to": "publish"})],
        vec![json!({"to": "publish"}), json!({"to": "withdraw"})],
        vec![json!({"to": "publish"}), json!({"to": "kill", "reason": "Wrong."})],
    ] {
        let draft = news.editor().post("/v1/editorial/articles", taxonomy.article("A")).await.created();
        let article = draft["id"].as_i64().unwrap();
        for transition in transitions {
            news.transition(article, transition).await;
        }
        articles.push((article, news.working_copy(article).await));
    }
    news.merge("tags", taxonomy.tag, boats).await;
    news.merge("sections", taxonomy.section, port).await;
    news.merge("authors", taxonomy.author, bo).await;
    for (article, before) in articles {
        let copy = news.working_copy(article).await;
        assert_eq!((&copy["tag_ids"], &copy["section_id"]), (&json!([boats]), &json!(port)));
        assert_eq!(copy["authors"][0]["id"], bo);
        for member in ["status", "publish_at", "slug", "live_version", "has_unpublished_changes"] {
            assert_eq!(copy[member], before[member], "{member}");
        }
    }
}

async fn a_stale_save_after_a_merge_reports_the_changed_members(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let boats = news.create("tags", json!({"name": "Boats"})).await;
    let article = news.publish(&taxonomy, "Gannet").await;
    let path = format!("/v1/editorial/articles/{article}");
    let etag = news.editor().etag_of(&path).await;
    news.merge("tags", taxonomy.tag, boats).await;
    let stale = news.editor().patch(&path, &etag, json!({"tag_ids": [taxonomy.tag]})).await;
    let problem = stale.problem(412, "version-mismatch");
    assert_eq!((&problem["current_version"], &problem["changed"]), (&json!(3), &json!(["tag_ids"])));
    let tag = format!("/v1/editorial/tags/{boats}");
    let stale = news.editor().patch(&tag, r#""1""#, json!({"name": "Ships"})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!([]));
}

async fn former_slugs_redirect_through_all_merges(news: Newsroom) {
    let mut tags = Vec::new();
    for name in ["one", "two", "three"] {
        let tag = news.create("tags", json!({"name": name})).await;
        news.change(&format!("/v1/editorial/tags/{tag}"), json!({"slug": format!("new-{name}")})).await;
        tags.push(tag);
    }
    news.merge("tags", tags[0], tags[1]).await;
    news.assert_redirects("tags/one", "tags/new-two").await;
    news.merge("tags", tags[1], tags[2]).await;
    for former in ["one", "new-one", "two", "new-two", "three"] {
        news.assert_redirects(&format!("tags/{former}"), "tags/new-three").await;
    }
    news.change(&format!("/v1/editorial/tags/{}", tags[2]), json!({"slug": "last"})).await;
    news.assert_redirects("tags/one", "tags/last").await;
    news.editor().delete(&format!("/v1/editorial/tags/{}", tags[2]), "*").await.expect(204);
    news.reader().get("/v1/tags/one").await.problem(404, "not-found");
}

async fn a_slug_freed_by_a_merge_can_be_used_again(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let boats = news.create("tags", json!({"name": "Boats"})).await;
    news.merge("tags", taxonomy.tag, boats).await;
    let new_tag = news.create("tags", json!({"name": "Ferries"})).await;
    assert_eq!(news.reader().get("/v1/tags/ferries").await.ok()["id"], new_tag);
}

async fn a_merge_is_logged_for_both_resources(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let boats = news.create("tags", json!({"name": "Boats"})).await;
    news.merge("tags", taxonomy.tag, boats).await;
    let entries: Vec<(i64, Option<i64>, String, String)> = news
        .write(|c| {
            audit_log::table
                .filter(audit_log::action.eq("tag.merge"))
                .order(audit_log::id)
                .select((
                    audit_log::target_id,
                    audit_log::target_version,
                    audit_log::actor_name,
                    audit_log::changes,
                ))
                .load(c)
        })
        .await;
    let entries = entries.into_iter().map(|(target, version, actor, changes)| {
        let changes: Value = serde_json::from_str(&changes).unwrap();
        (target, version, actor, changes)
    });
    let change = |member: &str, before: Value, after: Value| json!({"member": member, "before": before, "after": after});
    let source_changes = json!([
        change("name", json!("Ferries"), Value::Null),
        change("slug", json!("ferries"), Value::Null),
        change("type", json!("topic"), Value::Null),
        change("merged_into", Value::Null, json!(boats)),
    ]);
    let target_changes = json!([change("merged_from", Value::Null, json!(taxonomy.tag))]);
    let actor = "Edda Editor".to_owned();
    assert_eq!(
        entries.collect::<Vec<_>>(),
        [(taxonomy.tag, None, actor.clone(), source_changes), (boats, Some(2), actor, target_changes)]
    );
}

/// Creates drafts, and publishes the first `published` of them.
async fn create_articles(news: &Newsroom, taxonomy: &Taxonomy, drafts: usize, published: usize) {
    let batch = async |operations: Vec<Value>| {
        for chunk in operations.chunks(100) {
            let batch = json!({"atomic": true, "operations": chunk});
            news.editor().post("/v1/editorial/articles/batch", batch).await.ok();
        }
    };
    let create = |number| json!({"op": "create", "article": taxonomy.article(&format!("Report {number}"))});
    batch((1..=drafts).map(create).collect()).await;
    let publish =
        |id| json!({"op": "transition", "id": id, "if_match": "\"1\"", "transition": {"to": "publish"}});
    batch((1..=published).map(publish).collect()).await;
}

async fn an_interrupted_merge_of_many_articles_can_be_continued(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    create_articles(&news, &taxonomy, 450, 250).await;
    let boats = news.create("tags", json!({"name": "Boats"})).await;
    let tag = format!("/v1/editorial/tags/{}", taxonomy.tag);
    let article_count = async |id: i64| -> i64 {
        news.write(move |c| article_tags::table.filter(article_tags::tag_id.eq(id)).count().get_result(c))
            .await
    };
    let merge = async || {
        let into = json!({"into": boats});
        let request = news.editor().request(Method::POST, &format!("{tag}/merge"));
        request.header("If-Match", &news.editor().etag_of(&tag).await).json(into).send().await
    };
    // An editor renames the merged tag while the merge is running.
    let rename = async {
        while article_count(boats).await == 0 {}
        news.change(&tag, json!({"name": "Ferry boats"})).await;
    };
    let (interrupted, ()) = futures_util::future::join(merge(), rename).await;
    interrupted.problem(412, "version-mismatch");
    let (remaining, moved) = (article_count(taxonomy.tag).await, article_count(boats).await);
    assert!(remaining > 0 && moved > 0 && remaining + moved == 450, "{remaining} left, {moved} moved");
    merge().await.ok();
    assert_eq!((article_count(taxonomy.tag).await, article_count(boats).await), (0, 450));
    for (article, version) in [(1, 3), (250, 3), (251, 2), (450, 2)] {
        let copy = news.working_copy(article).await;
        assert_eq!((&copy["tag_ids"], &copy["version"]), (&json!([boats]), &json!(version)));
        assert_eq!(copy["has_unpublished_changes"], false);
    }
    let list = news.reader().get("/v1/articles?tag=boats&count=exact&limit=100").await.ok();
    assert_eq!(list["page"]["total"], 250);
    assert_eq!(ids(&list["data"][99]["tags"]), [boats]);
    news.reader().get("/v1/tags/ferries").await.expect(301);
}
