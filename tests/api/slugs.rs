//! How slugs are made, which slugs are valid, and how articles swap them.

use actix_web::http::Method;
use broadsheet::content::SlugStyle;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::harness::{Client, Newsroom, Response, article_path, scenarios};

scenarios![
    apostrophes_and_soft_signs_do_not_split_words,
    a_given_slug_may_have_letters_of_every_script,
    a_setting_keeps_the_letters_of_headlines_in_slugs,
    two_articles_can_swap_their_slugs,
    only_accounts_that_publish_can_give_up_a_former_slug,
];

const ARTICLES: &str = "/v1/editorial/articles";

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

async fn apostrophes_and_soft_signs_do_not_split_words(news: Newsroom) {
    for (headline, slug) in [
        ("Don’t panic: Trump's plan", "dont-panic-trumps-plan"),
        ("Альянс об'явил", "alians-obiavil"),
        ("ラーメン", "raamen"),
    ] {
        let article = news.editor().post(ARTICLES, json!({"headline": headline})).await.created();
        assert_eq!(article["slug"], slug, "{headline}");
    }
}

async fn a_given_slug_may_have_letters_of_every_script(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    for (given, slug) in
        [("Storm_2.HTML", "storm_2.html"), ("خبر-فوری", "خبر-فوری"), ("Stu\u{308}rm", "stürm")]
    {
        let id = news.publish_with(&taxonomy, json!({"slug": given})).await;
        let article = news.reader().get(&format!("/v1/articles/{}", encoded(slug))).await.ok();
        assert_eq!((&article["id"], &article["slug"]), (&json!(id), &json!(slug)));
        let url = article["url"].as_str().unwrap();
        assert!(url.is_ascii(), "{url}");
        let resolved = news.reader().get(&format!("/v1/resolve?url={}", encoded(url))).await.ok();
        assert_eq!((&resolved["id"], &resolved["url"]), (&json!(id), &json!(url)));
    }
    for refused in ["84451", "a--b", "a/b", ".", "a b", "-", "\u{3164}"] {
        let response = news.editor().post(ARTICLES, json!({"headline": "A", "slug": refused})).await;
        assert_eq!(response.error_sources(422, "invalid-body"), ["/slug"], "{refused:?}");
    }
}

async fn a_setting_keeps_the_letters_of_headlines_in_slugs(news: Newsroom) {
    let news = news.with_site(|site| site.slugs = SlugStyle::Unicode).await;
    let section = news.create("sections", json!({"name": "ایران"})).await;
    let tag = news.create("tags", json!({"name": "دریا"})).await;
    let author = news.create("authors", json!({"name": "مریم کاظمی"})).await;
    let article = json!({
        "headline": "کشتی می‌آید", "language": "fa", "section_id": section, "authors": [{"id": author}], "tag_ids": [tag],
        "body": {"format": "markdown", "value": "دریا آرام است."},
    });
    let draft = news.editor().post(ARTICLES, article).await;
    let id = draft.created()["id"].as_i64().unwrap();
    news.editor().transition(id, &draft.etag(), "publish").await.ok();
    let reader = news.reader();
    let published = news.published_article(id).await;
    assert_eq!(published["slug"], "کشتی-می-آید");
    assert_eq!(published["section"]["path"], "ایران");
    let url = format!("https://news.example/{}/{id}/", "%D8%A7%DB%8C%D8%B1%D8%A7%D9%86");
    assert!(published["url"].as_str().unwrap().starts_with(&url), "{published}");
    // Filters, profiles, feeds and sitemaps use the same slugs.
    for list in ["section=ایران", "tag=دریا", "author=مریم-کاظمی"] {
        let (name, value) = list.split_once('=').unwrap();
        let page = reader.get(&format!("/v1/articles?{name}={}", encoded(value))).await.ok();
        assert_eq!(page["data"][0]["id"], id, "{list}");
    }
    for page in ["sections/ایران", "tags/دریا", "authors/مریم-کاظمی"] {
        let (kind, name) = page.split_once('/').unwrap();
        let profile = reader.get(&format!("/v1/{kind}/{}", encoded(name))).await.ok();
        let resolved =
            reader.get(&format!("/v1/resolve?url={}", encoded(profile["url"].as_str().unwrap()))).await;
        assert_eq!(resolved.ok()["id"], profile["id"]);
        let feed = reader.get(&format!("/v1/feeds/{kind}/{}.json", encoded(name))).await.ok();
        assert_eq!(feed["items"][0]["url"], published["url"]);
        assert!(feed["feed_url"].as_str().unwrap().is_ascii(), "{feed}");
    }
    let sitemap = reader.get("/v1/sitemaps/1.xml").await.text();
    assert!(sitemap.contains(published["url"].as_str().unwrap()), "{sitemap}");
    // A header is ASCII, so the letters of a slug are percent-encoded in `Location`.
    news.change(&format!("/v1/editorial/tags/{tag}"), json!({"slug": "خلیج"})).await.ok();
    let moved = reader.get(&format!("/v1/tags/{}", encoded("دریا"))).await;
    assert_eq!(moved.expect(301).header("location"), "/v1/tags/%D8%AE%D9%84%DB%8C%D8%AC");
    assert_eq!(reader.get(moved.header("location")).await.ok()["id"], tag);
}

/// The former slugs of an article.
async fn former_slugs(news: &Newsroom, id: i64) -> Value {
    let list = news.editor().get(&format!("{}/former-slugs", article_path(id))).await.ok();
    list["data"].as_array().unwrap().iter().map(|former| former["slug"].clone()).collect()
}

async fn two_articles_can_swap_their_slugs(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let storm = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    let gale = news.publish_with(&taxonomy, json!({"slug": "gale"})).await;
    news.change_slug(storm, "breeze").await;
    assert_eq!(former_slugs(&news, storm).await, json!(["storm"]));
    assert_eq!(
        news.reader().get("/v1/articles/storm").await.expect(301).header("location"),
        "/v1/articles/breeze"
    );
    let path = article_path(gale);
    let refused =
        news.editor().patch(&path, &news.editor().etag_of(&path).await, json!({"slug": "storm"})).await;
    let problem = refused.problem(409, "slug-taken");
    assert_eq!((&problem["existing_id"], &problem["suggested_slug"]), (&json!(storm), &json!("storm-2")));
    let remedy = format!("{}/former-slugs/storm", article_path(storm));
    assert!(problem["detail"].as_str().unwrap().contains(&remedy), "{problem}");
    give_up(news.editor(), storm, "storm").await.expect(204);
    news.reader().get("/v1/articles/storm").await.problem(404, "not-found");
    give_up(news.editor(), storm, "storm").await.problem(404, "not-found");
    news.change_slug(gale, "storm").await;
    give_up(news.editor(), gale, "gale").await.expect(204);
    news.change_slug(storm, "gale").await;
    for (slug, id) in [("storm", gale), ("gale", storm)] {
        assert_eq!(news.reader().get(&format!("/v1/articles/{slug}")).await.ok()["id"], id);
    }
    assert_eq!(
        (former_slugs(&news, storm).await, former_slugs(&news, gale).await),
        (json!(["breeze"]), json!([]))
    );
    let log = news.admin().get("/v1/editorial/audit-log?action=article.release_slug").await.ok();
    assert_eq!(log["data"].as_array().unwrap().len(), 2);
}

async fn give_up(client: Client<'_>, id: i64, slug: &str) -> Response {
    client.request(Method::DELETE, &format!("{}/former-slugs/{slug}", article_path(id))).send().await
}

async fn only_accounts_that_publish_can_give_up_a_former_slug(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    news.change_slug(id, "gale").await;
    give_up(news.reporter(), id, "storm").await.problem(403, "forbidden");
    // Only a former slug of the same article can be given up.
    let other = news.publish_with(&taxonomy, json!({"slug": "calm"})).await;
    news.change_slug(other, "mild").await;
    for slug in ["gale", "calm", "storm%00", "%ff"] {
        give_up(news.editor(), id, slug).await.problem(404, "not-found");
    }
    news.kill(id).await;
    give_up(news.admin(), id, "storm").await.problem(409, "not-editable");
    news.reader().get("/v1/articles/storm").await.problem(410, "killed");
}
