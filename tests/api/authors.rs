//! Authors, in the delivery API and in the editorial API.

use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, scenarios};

scenarios![
    an_author_can_be_created_read_changed_and_deleted,
    readers_see_an_author_without_the_email_address,
    every_fault_of_an_author_is_reported_together,
    a_second_author_of_the_same_name_gets_a_free_slug,
    an_author_of_an_article_cannot_be_deleted,
    authors_are_paged_by_slug_in_both_apis,
    an_invisible_change_of_an_author_keeps_the_content_time,
    a_forged_cursor_is_refused,
    one_author_may_have_two_roles_on_an_article,
    a_byline_with_line_ends_becomes_one_line,
];

const AUTHORS: &str = "/v1/editorial/authors";

fn slugs(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|author| author["slug"].as_str().unwrap()).collect()
}

async fn an_author_can_be_created_read_changed_and_deleted(news: Newsroom) {
    let written = json!({
        "name": "Ada Marlow", "bio": "Writes about water.", "email": "ada@news.example",
        "image": {"url": "https://images.example.org/ada.jpg", "alt": "Ada at sea"},
        "links": [{"label": "Site", "url": "https://ada.example.org/"}],
    });
    let response = news.editor().post(AUTHORS, written.clone()).await;
    let author = response.created();
    let path = response.header("location").to_owned();
    for (member, value) in written.as_object().unwrap() {
        assert_eq!(&author[member], value, "{member}");
    }
    assert_eq!(author["slug"], "ada-marlow");
    assert_eq!(news.reporter().get(&path).await.ok(), author);
    let patch = json!({"image": {"alt": "Ada ashore"}, "links": [], "bio": null});
    let changed = news.editor().patch(&path, &response.etag(), patch).await;
    assert_eq!(
        changed.ok()["image"],
        json!({"url": "https://images.example.org/ada.jpg", "alt": "Ada ashore"})
    );
    assert_eq!((&changed.ok()["links"], &changed.ok()["bio"]), (&json!([]), &Value::Null));
    news.editor().patch(&path, &response.etag(), json!({"bio": "x"})).await.problem(412, "version-mismatch");
    news.editor().delete(&path, &changed.etag()).await.expect(204);
    news.editor().get(&path).await.problem(404, "not-found");
}

async fn readers_see_an_author_without_the_email_address(news: Newsroom) {
    let author = json!({"name": "Ada Marlow", "bio": "Writes.", "email": "ada@news.example"});
    let author = news.editor().post(AUTHORS, author).await.created();
    let profile = news.reader().get("/v1/authors/ada-marlow").await.ok();
    assert_eq!(
        profile,
        json!({"id": author["id"], "slug": "ada-marlow", "name": "Ada Marlow", "bio": "Writes.", "image": null,
            "links": [], "url": "https://news.example/authors/ada-marlow"})
    );
    for unknown in ["nobody", "%00", "ADA-MARLOW", "1"] {
        news.reader().get(&format!("/v1/authors/{unknown}")).await.problem(404, "not-found");
    }
}

async fn every_fault_of_an_author_is_reported_together(news: Newsroom) {
    let invalid = json!({
        "name": "", "slug": "a b", "email": "ada", "bio": "b".repeat(2001), "image": {"alt": "x"},
        "links": [{"label": "ok", "url": "ftp://x.example"}, {"url": "https://x.example", "rel": "me"}],
    });
    let response = news.editor().post(AUTHORS, invalid).await;
    assert_eq!(
        response.error_sources(422, "invalid-body"),
        ["/bio", "/email", "/image/url", "/links/0/url", "/links/1/label", "/links/1/rel", "/name", "/slug"]
    );
    assert_eq!(news.editor().get(AUTHORS).await.ok()["data"], json!([]));
}

async fn a_second_author_of_the_same_name_gets_a_free_slug(news: Newsroom) {
    let first = news.editor().post(AUTHORS, json!({"name": "Ada Marlow"})).await.created();
    let second = news.editor().post(AUTHORS, json!({"name": "Ada Marlow"})).await;
    assert_eq!(second.created()["slug"], "ada-marlow-2");
    let patch = json!({"bio": "Sails.", "slug": "ada-marlow-2"});
    news.editor().patch(second.header("location"), &second.etag(), patch).await.ok();
    // A given slug stays as it is: the request is refused, and the problem offers a free slug.
    let third = news.editor().post(AUTHORS, json!({"name": "Ada Marlow", "slug": "ada-marlow"})).await;
    assert_eq!(third.error_sources(409, "slug-taken"), ["/slug"]);
    let problem = third.json();
    assert_eq!((&problem["existing_id"], &problem["suggested_slug"]), (&first["id"], &json!("ada-marlow-3")));
    assert!(problem["detail"].as_str().unwrap().contains("“Ada Marlow”"), "{problem}");
    let other = news.editor().post(AUTHORS, json!({"name": "Bo"})).await;
    let renamed =
        news.editor().patch(other.header("location"), &other.etag(), json!({"slug": "ada-marlow"})).await;
    assert_eq!(renamed.error_sources(409, "slug-taken"), ["/slug"]);
}

async fn an_author_of_an_article_cannot_be_deleted(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    news.editor().post("/v1/editorial/articles", taxonomy.article("Ferry")).await.created();
    let path = format!("{AUTHORS}/{}", taxonomy.author);
    news.editor().delete(&path, r#""1""#).await.problem(409, "in-use");
    news.editor().get(&path).await.ok();
}

async fn authors_are_paged_by_slug_in_both_apis(news: Newsroom) {
    // Locales order these slugs differently. The API compares bytes.
    for slug in ["ab", "a-b", "a1", "b", "a-c", "aa"] {
        news.editor().post(AUTHORS, json!({"name": slug, "slug": slug})).await.created();
    }
    let ordered = ["a-b", "a-c", "a1", "aa", "ab", "b"];
    for (list, client) in [("/v1/authors", news.reader()), (AUTHORS, news.editor())] {
        assert_eq!(slugs(&client.get(list).await.ok()), ordered);
        let first = client.get(&format!("{list}?limit=4")).await.ok();
        let next = first["page"]["next_cursor"].as_str().unwrap();
        let second = client.get(&format!("{list}?limit=4&cursor={next}")).await.ok();
        assert_eq!([slugs(&first), slugs(&second)].concat(), ordered);
        let previous = second["page"]["prev_cursor"].as_str().unwrap();
        assert_eq!(
            client.get(&format!("{list}?limit=4&cursor={previous}")).await.ok()["data"],
            first["data"]
        );
        assert_eq!(
            client.get(&format!("{list}?order=name")).await.error_sources(400, "invalid-query"),
            ["order"]
        );
    }
}

async fn an_invisible_change_of_an_author_keeps_the_content_time(news: Newsroom) {
    let author = news.editor().post(AUTHORS, json!({"name": "Ada Marlow"})).await;
    let path = author.header("location").to_owned();
    let content_time = async || news.reader().get("/v1/site").await.ok()["content_updated_at"].clone();
    let before = content_time().await;
    news.advance_clock(60);
    news.editor().patch(&path, "*", json!({"email": "ada@news.example"})).await.ok();
    assert_eq!(content_time().await, before);
    news.editor()
        .patch(&path, "*", json!({"links": [{"label": "Site", "url": "https://ada.example/"}]}))
        .await
        .ok();
    assert_ne!(content_time().await, before);
}

async fn a_forged_cursor_is_refused(news: Newsroom) {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    for name in ["a", "b"] {
        news.editor().post(AUTHORS, json!({"name": name})).await.created();
    }
    let page = news.reader().get("/v1/authors?limit=1").await.ok();
    let cursor = URL_SAFE_NO_PAD.decode(page["page"]["next_cursor"].as_str().unwrap()).unwrap();
    for key in [json!("a\u{0}"), json!("A B"), json!(5), json!(null), json!("a".repeat(5000))] {
        let mut forged: Value = serde_json::from_slice(&cursor).unwrap();
        forged["k"] = key;
        let forged = URL_SAFE_NO_PAD.encode(forged.to_string());
        news.reader().get(&format!("/v1/authors?cursor={forged}")).await.problem(400, "invalid-cursor");
    }
}

async fn one_author_may_have_two_roles_on_an_article(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let authors =
        json!([{"id": taxonomy.author, "role": "reporter"}, {"id": taxonomy.author, "role": "photographer"}]);
    let id = news.publish_with(&taxonomy, json!({"headline": "Ferry", "authors": authors})).await;
    let published = news.published_article(id).await;
    let roles: Vec<&Value> =
        published["authors"].as_array().unwrap().iter().map(|author| &author["role"]).collect();
    assert_eq!(roles, ["reporter", "photographer"]);
    assert_eq!(
        news.reader().get("/v1/articles?author=ada-marlow").await.ok()["data"].as_array().unwrap().len(),
        1
    );
    // A list of names has each author once.
    let feed = news.reader().get("/v1/feeds/latest.json").await.ok();
    assert_eq!(feed["items"][0]["authors"].as_array().unwrap().len(), 1);
    let article = article_path(id);
    let patch = json!({"authors": [{"id": taxonomy.author}, {"id": taxonomy.author, "role": "reporter"}]});
    let refused = news.editor().patch(&article, &news.editor().etag_of(&article).await, patch).await;
    assert_eq!(refused.error_sources(422, "invalid-body"), ["/authors/1/id"]);
}

async fn a_byline_with_line_ends_becomes_one_line(news: Newsroom) {
    let article = json!({"headline": "Ferry", "byline": "By Ada Marlow\r\n  in Vessing\n"});
    let article = news.editor().post("/v1/editorial/articles", article).await.created();
    assert_eq!(article["byline"], "By Ada Marlow in Vessing");
    let refused = news.editor().post("/v1/editorial/articles", json!({"headline": "Ferry\nback"})).await;
    assert_eq!(refused.error_sources(422, "invalid-body"), ["/headline"]);
    assert!(refused.json()["errors"][0]["detail"].as_str().unwrap().contains("line end after “Ferry”"));
}
