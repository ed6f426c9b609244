//! Merging one section, author or tag into another.

use actix_web::http::Method;
use broadsheet::db::schema::{article_revisions, article_tags, audit_log};
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::harness::{Desk, Newsroom, scenarios};

scenarios![
    a_tag_that_is_merged_is_the_other_one_everywhere,
    what_readers_see_and_its_times_stay_as_they_were,
    a_copy_with_changes_of_its_own_keeps_them_unpublished,
    what_is_named_twice_after_a_merge_is_named_once,
    an_author_keeps_all_roles_of_both,
    articles_in_every_state_are_refiled,
    somebody_at_work_on_an_article_is_told_what_changed,
    old_names_lead_through_all_merges,
    a_name_that_a_merge_left_free_can_be_used_again,
    a_merge_is_in_the_log_of_both,
    a_merge_of_many_articles_lets_others_work_and_is_taken_up_where_it_broke_off,
];

async fn working(news: &Newsroom, article: i64) -> Value {
    news.editor().get(&format!("/v1/editorial/articles/{article}")).await.ok()
}

async fn public(news: &Newsroom, article: i64) -> Value {
    news.reader().get(&format!("/v1/articles/{article}")).await.ok()
}

fn ids(list: &Value) -> Vec<i64> {
    list.as_array().unwrap().iter().map(|item| item["id"].as_i64().unwrap()).collect()
}

async fn a_tag_that_is_merged_is_the_other_one_everywhere(news: Newsroom) {
    let desk = news.desk().await;
    let boats = news.make("tags", json!({"name": "Boats"})).await;
    let article = news.publish(&desk, "Gannet").await;
    let draft = news.editor().post("/v1/editorial/articles", desk.article("Draft")).await.created();
    news.pass(60);
    let kept = news.merge("tags", desk.tag, boats).await;
    assert_eq!((&kept["slug"], &kept["version"]), (&json!("boats"), &json!(2)));
    assert_eq!(kept["updated_at"], "2026-05-02T12:01:00Z");
    assert_eq!(working(&news, article).await["tag_ids"], json!([boats]));
    let draft = draft["id"].as_i64().unwrap();
    let draft = working(&news, draft).await;
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
    assert_eq!(ids(&public(&news, article).await["tags"]), [boats]);
    assert_eq!(ids(&news.reader().get("/v1/articles?tag=boats").await.ok()["data"]), [article]);
    assert_eq!(ids(&news.reader().get("/v1/tags").await.ok()["data"]), [boats]);
    news.leads_to("tags/ferries", "tags/boats").await;
    let resolved = news.reader().get("/v1/resolve?url=/tags/ferries").await.ok();
    assert_eq!(resolved, json!({"kind": "tag", "id": boats, "url": "https://news.example/tags/boats"}));
}

async fn what_readers_see_and_its_times_stay_as_they_were(news: Newsroom) {
    let desk = news.desk().await;
    let boats = news.make("tags", json!({"name": "Boats"})).await;
    let article = news.publish(&desk, "Gannet").await;
    let before = public(&news, article).await;
    news.pass(60);
    news.merge("tags", desk.tag, boats).await;
    let stamp = async || news.reader().get("/v1/site").await.ok()["content_updated_at"].clone();
    assert_eq!(stamp().await, "2026-05-02T12:01:00Z");
    let mut expected = before.clone();
    expected["tags"] = json!([{"id": boats, "slug": "boats", "name": "Boats", "type": "topic"}]);
    assert_eq!(public(&news, article).await, expected);
    let copy = working(&news, article).await;
    assert_eq!((&copy["has_unpublished_changes"], &copy["version"]), (&json!(false), &json!(3)));
    assert_eq!(copy["live_version"], before["version"]);
    // There is nothing to publish again.
    news.pass(60);
    news.step(article, json!({"to": "publish"})).await;
    assert_eq!(public(&news, article).await, expected);
    assert_eq!(stamp().await, "2026-05-02T12:01:00Z");
}

async fn a_copy_with_changes_of_its_own_keeps_them_unpublished(news: Newsroom) {
    let desk = news.desk().await;
    let boats = news.make("tags", json!({"name": "Boats"})).await;
    let [changed, untagged] = [news.publish(&desk, "One").await, news.publish(&desk, "Two").await];
    let at = |id: i64| format!("/v1/editorial/articles/{id}");
    news.change(&at(changed), json!({"headline": "One, changed"})).await;
    news.change(&at(untagged), json!({"tag_ids": []})).await;
    news.merge("tags", desk.tag, boats).await;
    for (article, tags, version) in [(changed, json!([boats]), 4), (untagged, json!([]), 3)] {
        let copy = working(&news, article).await;
        assert_eq!((&copy["tag_ids"], &copy["has_unpublished_changes"]), (&tags, &json!(true)));
        assert_eq!(copy["version"], version, "what does not name it is not touched");
        assert_eq!(ids(&public(&news, article).await["tags"]), [boats]);
    }
    assert_eq!(public(&news, changed).await["headline"], "One");
}

async fn what_is_named_twice_after_a_merge_is_named_once(news: Newsroom) {
    let desk = news.desk().await;
    let boats = news.make("tags", json!({"name": "Boats"})).await;
    let sea = news.make("tags", json!({"name": "Sea"})).await;
    let sky = news.make("tags", json!({"name": "Sky"})).await;
    let first = news.publish_with(&desk, json!({"tag_ids": [sky, desk.tag, sea, boats]})).await;
    let last =
        news.publish_with(&desk, json!({"headline": "B", "tag_ids": [boats, sea, desk.tag, sky]})).await;
    news.merge("tags", desk.tag, boats).await;
    for (article, tags) in [(first, [sky, boats, sea]), (last, [boats, sea, sky])] {
        let copy = working(&news, article).await;
        assert_eq!((&copy["tag_ids"], &copy["has_unpublished_changes"]), (&json!(tags), &json!(false)));
        let seen = public(&news, article).await;
        assert_eq!(ids(&seen["tags"]), tags);
        news.step(article, json!({"to": "publish"})).await;
        assert_eq!(public(&news, article).await, seen);
    }
    assert_eq!(ids(&news.reader().get("/v1/articles?tag=boats").await.ok()["data"]).len(), 2);
}

async fn an_author_keeps_all_roles_of_both(news: Newsroom) {
    let desk = news.desk().await;
    let twin = news.make("authors", json!({"name": "A. Marlow", "email": "a@news.example"})).await;
    let authors = json!([{"id": twin, "role": "photographer"}, {"id": desk.author, "role": "editor"},
        {"id": desk.author, "role": "photographer"}]);
    let both = news.publish_with(&desk, json!({"authors": authors})).await;
    let one =
        news.publish_with(&desk, json!({"headline": "B", "authors": [{"id": twin, "role": "editor"}]})).await;
    let kept = news.merge("authors", twin, desk.author).await;
    assert_eq!((&kept["name"], &kept["email"]), (&json!("Ada Marlow"), &json!("ada@news.example")));
    for (article, roles) in [(both, vec!["photographer", "editor"]), (one, vec!["editor"])] {
        let credit = |role: &&str| json!({"id": desk.author, "role": role});
        assert_eq!(
            working(&news, article).await["authors"],
            json!(roles.iter().map(credit).collect::<Vec<_>>())
        );
        let profile = |role: &&str| json!({"id": desk.author, "slug": "ada-marlow", "name": "Ada Marlow", "role": role});
        let seen = &public(&news, article).await["authors"];
        assert_eq!(*seen, json!(roles.iter().map(profile).collect::<Vec<_>>()));
    }
    news.leads_to("authors/a-marlow", "authors/ada-marlow").await;
    let list = news.editor().get("/v1/editorial/articles?author=ada-marlow").await.ok();
    assert_eq!(list["data"].as_array().unwrap().len(), 2);
}

async fn articles_in_every_state_are_refiled(news: Newsroom) {
    let desk = news.desk().await;
    let boats = news.make("tags", json!({"name": "Boats"})).await;
    let port = news.make("sections", json!({"name": "Port"})).await;
    let bo = news.make("authors", json!({"name": "Bo"})).await;
    let mut articles = Vec::new();
    for steps in [
        vec![json!({"to": "submit"})],
        vec![json!({"to": "schedule", "publish_at": "2026-05-02T13:00:00Z"})],
        vec![json!({"to": "trash"})],
        vec![json!({"to": "publish"})],
        vec![json!({"to": "publish"}), json!({"to": "withdraw"})],
        vec![json!({"to": "publish"}), json!({"to": "kill", "reason": "Wrong."})],
    ] {
        let draft = news.editor().post("/v1/editorial/articles", desk.article("A")).await.created();
        let article = draft["id"].as_i64().unwrap();
        for step in steps {
            news.step(article, step).await;
        }
        articles.push((article, working(&news, article).await));
    }
    news.merge("tags", desk.tag, boats).await;
    news.merge("sections", desk.section, port).await;
    news.merge("authors", desk.author, bo).await;
    for (article, before) in articles {
        let copy = working(&news, article).await;
        assert_eq!((&copy["tag_ids"], &copy["section_id"]), (&json!([boats]), &json!(port)));
        assert_eq!(copy["authors"][0]["id"], bo);
        for same in ["status", "publish_at", "slug", "live_version", "has_unpublished_changes"] {
            assert_eq!(copy[same], before[same], "{same}");
        }
    }
}

async fn somebody_at_work_on_an_article_is_told_what_changed(news: Newsroom) {
    let desk = news.desk().await;
    let boats = news.make("tags", json!({"name": "Boats"})).await;
    let article = news.publish(&desk, "Gannet").await;
    let path = format!("/v1/editorial/articles/{article}");
    let seen = news.editor().etag_of(&path).await;
    news.merge("tags", desk.tag, boats).await;
    let stale = news.editor().patch(&path, &seen, json!({"tag_ids": [desk.tag]})).await;
    let problem = stale.problem(412, "version-mismatch");
    assert_eq!((&problem["current_version"], &problem["changed"]), (&json!(3), &json!(["tag_ids"])));
    let tag = format!("/v1/editorial/tags/{boats}");
    let stale = news.editor().patch(&tag, r#""1""#, json!({"name": "Ships"})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!([]));
}

async fn old_names_lead_through_all_merges(news: Newsroom) {
    let mut tags = Vec::new();
    for name in ["one", "two", "three"] {
        let tag = news.make("tags", json!({"name": name})).await;
        news.change(&format!("/v1/editorial/tags/{tag}"), json!({"slug": format!("new-{name}")})).await;
        tags.push(tag);
    }
    news.merge("tags", tags[0], tags[1]).await;
    news.leads_to("tags/one", "tags/new-two").await;
    news.merge("tags", tags[1], tags[2]).await;
    for former in ["one", "new-one", "two", "new-two", "three"] {
        news.leads_to(&format!("tags/{former}"), "tags/new-three").await;
    }
    news.change(&format!("/v1/editorial/tags/{}", tags[2]), json!({"slug": "last"})).await;
    news.leads_to("tags/one", "tags/last").await;
    news.editor().delete(&format!("/v1/editorial/tags/{}", tags[2]), "*").await.expect(204);
    news.reader().get("/v1/tags/one").await.problem(404, "not-found");
}

async fn a_name_that_a_merge_left_free_can_be_used_again(news: Newsroom) {
    let desk = news.desk().await;
    let boats = news.make("tags", json!({"name": "Boats"})).await;
    news.merge("tags", desk.tag, boats).await;
    let again = news.make("tags", json!({"name": "Ferries"})).await;
    assert_eq!(news.reader().get("/v1/tags/ferries").await.ok()["id"], again);
}

async fn a_merge_is_in_the_log_of_both(news: Newsroom) {
    let desk = news.desk().await;
    let boats = news.make("tags", json!({"name": "Boats"})).await;
    news.merge("tags", desk.tag, boats).await;
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
    let gone = json!([
        change("name", json!("Ferries"), Value::Null),
        change("slug", json!("ferries"), Value::Null),
        change("type", json!("topic"), Value::Null),
        change("merged_into", Value::Null, json!(boats)),
    ]);
    let kept = json!([change("merged_from", Value::Null, json!(desk.tag))]);
    let by = "Edda Editor".to_owned();
    assert_eq!(entries.collect::<Vec<_>>(), [(desk.tag, None, by.clone(), gone), (boats, Some(2), by, kept)]);
}

/// Makes that many drafts of the desk, and publishes as many of them.
async fn make_many(news: &Newsroom, desk: &Desk, drafts: usize, published: usize) {
    let batch = async |operations: Vec<Value>| {
        for lot in operations.chunks(100) {
            let batch = json!({"atomic": true, "operations": lot});
            news.editor().post("/v1/editorial/articles/batch", batch).await.ok();
        }
    };
    let create = |number| json!({"op": "create", "article": desk.article(&format!("Report {number}"))});
    batch((1..=drafts).map(create).collect()).await;
    let publish =
        |id| json!({"op": "transition", "id": id, "if_match": "\"1\"", "transition": {"to": "publish"}});
    batch((1..=published).map(publish).collect()).await;
}

async fn a_merge_of_many_articles_lets_others_work_and_is_taken_up_where_it_broke_off(news: Newsroom) {
    let desk = news.desk().await;
    make_many(&news, &desk, 450, 250).await;
    let boats = news.make("tags", json!({"name": "Boats"})).await;
    let tag = format!("/v1/editorial/tags/{}", desk.tag);
    let filed_under = async |id: i64| -> i64 {
        news.write(move |c| article_tags::table.filter(article_tags::tag_id.eq(id)).count().get_result(c))
            .await
    };
    let merge = async || {
        let into = json!({"into": boats});
        let request = news.editor().request(Method::POST, &format!("{tag}/merge"));
        request.header("If-Match", &news.editor().etag_of(&tag).await).json(into).send().await
    };
    // In the middle of the merge somebody renames the tag that goes.
    let rename = async {
        while filed_under(boats).await == 0 {}
        news.change(&tag, json!({"name": "Ferry boats"})).await;
    };
    let (broken_off, ()) = futures_util::future::join(merge(), rename).await;
    broken_off.problem(412, "version-mismatch");
    let (left, moved) = (filed_under(desk.tag).await, filed_under(boats).await);
    assert!(left > 0 && moved > 0 && left + moved == 450, "{left} left, {moved} moved");
    merge().await.ok();
    assert_eq!((filed_under(desk.tag).await, filed_under(boats).await), (0, 450));
    for (article, version) in [(1, 3), (250, 3), (251, 2), (450, 2)] {
        let copy = working(&news, article).await;
        assert_eq!((&copy["tag_ids"], &copy["version"]), (&json!([boats]), &json!(version)));
        assert_eq!(copy["has_unpublished_changes"], false);
    }
    let list = news.reader().get("/v1/articles?tag=boats&count=exact&limit=100").await.ok();
    assert_eq!(list["page"]["total"], 250);
    assert_eq!(ids(&list["data"][99]["tags"]), [boats]);
    news.reader().get("/v1/tags/ferries").await.expect(301);
}
