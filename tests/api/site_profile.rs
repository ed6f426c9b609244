//! The name, description, publisher and logo of the site, which editors can change.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    without_edits_the_profile_is_that_of_the_settings,
    readers_see_a_changed_profile_everywhere,
    a_null_restores_the_value_of_the_settings,
    an_invalid_profile_is_refused,
    only_editors_change_the_profile,
];

const SETTINGS: &str = "/v1/editorial/site";

async fn change(news: &Newsroom, change: Value) -> Value {
    let etag = news.editor().etag_of(SETTINGS).await;
    news.editor().patch(SETTINGS, &etag, change).await.ok()
}

async fn without_edits_the_profile_is_that_of_the_settings(news: Newsroom) {
    let profile = json!({"name": "The Vessing Packet", "description": "News of Vessing & its harbour",
        "publisher": {"name": "The Vessing Packet"}, "logo": null});
    for path in ["/v1/site", SETTINGS] {
        let site = news.editor().get(path).await.ok();
        for (member, value) in profile.as_object().unwrap() {
            assert_eq!(site[member], *value, "{member} of {path}");
        }
    }
}

async fn readers_see_a_changed_profile_everywhere(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = news.publish(&taxonomy, "Gannet").await;
    let article = format!("/v1/articles/{article}");
    let linked_data = async || {
        news.reader().request(Method::GET, &article).header("Accept", "application/ld+json").send().await
    };
    // The stored responses must not outlive the change.
    for path in ["/v1/site", "/v1/feeds/latest.json", "/v1/sitemaps/news.xml"] {
        news.reader().get(path).await.expect(200);
    }
    assert_eq!(linked_data().await.ok()["publisher"]["name"], "The Vessing Packet");
    let logo = json!({"url": "https://images.example.org/logo.png", "width": 600, "height": 60});
    let profile = json!({"name": "The Vessing <Post>", "description": "All that happens in Vessing",
        "publisher": {"name": "Vessing Press"}, "logo": logo});
    let changed = change(&news, profile.clone()).await;
    let site = news.reader().get("/v1/site").await.ok();
    for (member, value) in profile.as_object().unwrap() {
        assert_eq!(changed[member], *value);
        assert_eq!(site[member], *value);
    }
    let publisher = json!({"@type": "NewsMediaOrganization", "name": "Vessing Press", "url": "https://news.example",
        "logo": {"@type": "ImageObject", "url": logo["url"], "width": "600 px", "height": "60 px"}});
    assert_eq!(linked_data().await.ok()["publisher"], publisher);
    let feed = news.reader().get("/v1/feeds/latest.json").await.ok();
    assert_eq!(feed["title"], "The Vessing <Post>");
    assert_eq!(feed["description"], "All that happens in Vessing");
    assert_eq!(feed["icon"], logo["url"]);
    let section = news.reader().get("/v1/feeds/sections/harbour.json").await.ok();
    assert_eq!(section["title"], "The Vessing <Post>: Harbour");
    for (feed, logo) in [
        ("latest.atom", "<logo>https://images.example.org/logo.png</logo>"),
        (
            "latest.rss",
            "<image><url>https://images.example.org/logo.png</url><title>The Vessing &lt;Post&gt;</title>",
        ),
    ] {
        let text = news.reader().get(&format!("/v1/feeds/{feed}")).await.text();
        assert!(text.contains(logo), "{text}");
    }
    let sitemap = news.reader().get("/v1/sitemaps/news.xml").await.text();
    assert!(sitemap.contains("<news:name>The Vessing &lt;Post&gt;</news:name>"), "{sitemap}");
}

async fn a_null_restores_the_value_of_the_settings(news: Newsroom) {
    let before = news.reader().get("/v1/site").await.ok();
    let logo = json!({"url": "https://images.example.org/logo.png"});
    change(&news, json!({"name": "Post", "description": "Other", "publisher": {"name": "P"}, "logo": logo}))
        .await;
    let unchanged = news.editor().etag_of(SETTINGS).await;
    change(&news, json!({"name": "Post"})).await;
    assert_eq!(news.editor().etag_of(SETTINGS).await, unchanged, "nothing has changed");
    change(&news, json!({"logo": {"width": 5}})).await;
    assert_eq!(news.reader().get("/v1/site").await.ok()["logo"]["width"], 5, "an object is merged");
    change(&news, json!({"name": null, "description": null, "publisher": null, "logo": null})).await;
    let after = news.reader().get("/v1/site").await.ok();
    for member in ["name", "description", "publisher", "logo"] {
        assert_eq!(after[member], before[member]);
    }
}

async fn an_invalid_profile_is_refused(news: Newsroom) {
    let etag = news.editor().etag_of(SETTINGS).await;
    for (change, pointer) in [
        (json!({"name": "x".repeat(101)}), "/name"),
        (json!({"name": "two\nlines"}), "/name"),
        (json!({"description": "x".repeat(501)}), "/description"),
        (json!({"publisher": {}}), "/publisher/name"),
        (json!({"publisher": "Vessing Press"}), "/publisher"),
        (json!({"logo": {"url": "javascript:alert(1)"}}), "/logo/url"),
        (json!({"logo": {"width": 5}}), "/logo/url"),
        (json!({"logo": {"url": "https://images.example.org/logo.png", "height": 0}}), "/logo/height"),
        (json!({"comments_policy": null}), "/comments_policy"),
        (json!({"url": "https://other.example"}), "/url"),
    ] {
        let problem = news.editor().patch(SETTINGS, &etag, change).await.problem(422, "invalid-body");
        assert_eq!(problem["errors"][0]["pointer"], pointer);
    }
    assert_eq!(news.editor().etag_of(SETTINGS).await, etag);
}

async fn only_editors_change_the_profile(news: Newsroom) {
    let etag = news.editor().etag_of(SETTINGS).await;
    for client in [news.reporter(), news.moderator()] {
        client.patch(SETTINGS, &etag, json!({"name": "Mine"})).await.problem(403, "forbidden");
    }
    news.editor().patch(SETTINGS, "\"0\"", json!({"name": "Mine"})).await.problem(412, "version-mismatch");
    let changed = change(&news, json!({"name": "Ours"})).await;
    assert_eq!(changed["version"], 2);
    let log = news.admin().get("/v1/editorial/audit-log?action=site.update").await.ok();
    assert_eq!(log["data"][0]["changes"], json!([{"member": "name", "before": null, "after": "Ours"}]));
}
