//! Former slugs and paths, corrections, and killed articles.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::harness::{KILL_REASON, Newsroom, Response, scenarios};

scenarios![
    a_former_slug_redirects_to_the_current_one_in_one_hop,
    a_redirect_keeps_the_query_and_is_cacheable,
    a_current_slug_wins_over_a_former_one,
    a_former_slug_is_not_found_while_its_article_is_withdrawn,
    a_comment_sent_to_a_former_slug_is_accepted,
    corrections_are_listed_newest_first_in_pages,
    an_invalid_query_for_corrections_is_refused,
    former_slugs_of_sections_authors_and_tags_redirect_to_the_current_ones,
    a_killed_article_is_gone_from_every_public_url,
    a_killed_article_is_public_again_after_it_is_restored_and_published,
    a_slug_with_unusual_bytes_is_not_found,
];

/// Expects a redirect, and returns its target.
#[track_caller]
fn redirect_target(response: &Response) -> &str {
    assert!(response.expect(301).body.is_empty());
    response.header("location")
}

async fn a_former_slug_redirects_to_the_current_one_in_one_hop(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    for slug in ["gale", "breeze", "calm"] {
        news.change_slug(id, slug).await;
    }
    let reader = news.reader();
    for former in ["storm", "gale", "breeze"] {
        for rest in ["", "/comments", "/corrections"] {
            let response = reader.get(&format!("/v1/articles/{former}{rest}")).await;
            assert_eq!(redirect_target(&response), format!("/v1/articles/calm{rest}"));
            reader.get(response.header("location")).await.ok();
        }
    }
    assert_eq!(reader.get("/v1/articles/calm").await.ok()["id"], id);
    // The article returns to a former slug. The latest slug then redirects to it.
    news.change_slug(id, "gale").await;
    assert_eq!(reader.get("/v1/articles/gale").await.ok()["slug"], "gale");
    assert_eq!(redirect_target(&reader.get("/v1/articles/calm").await), "/v1/articles/gale");
}

async fn a_redirect_keeps_the_query_and_is_cacheable(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    news.change_slug(id, "gale").await;
    let reader = news.reader();
    let query = "?body=html%2Ctext&";
    let response = reader.get(&format!("/v1/articles/storm{query}")).await;
    assert_eq!(redirect_target(&response), format!("/v1/articles/gale{query}"));
    let target = reader.get(response.header("location")).await;
    target.ok();
    assert_eq!(response.header("cache-control"), target.header("cache-control"));
    assert_eq!(response.header("access-control-allow-origin"), "*");
    let head = reader.request(Method::HEAD, "/v1/articles/storm").send().await;
    assert_eq!(redirect_target(&head), "/v1/articles/gale");
    let unknown = reader.get("/v1/articles/storm?colour=red").await;
    assert_eq!(unknown.error_sources(400, "invalid-query"), ["colour"]);
    let threads = reader.get("/v1/articles/storm/comments?sort=oldest&limit=5").await;
    assert_eq!(redirect_target(&threads), "/v1/articles/gale/comments?sort=oldest&limit=5");
}

async fn a_current_slug_wins_over_a_former_one(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let first = patch_tag(&news, taxonomy.tag, "boats").await;
    assert_eq!(redirect_target(&news.reader().get("/v1/tags/ferries").await), "/v1/tags/boats");
    let second = news.editor().post("/v1/editorial/tags", json!({"name": "Ferries"})).await.created();
    assert_eq!(news.reader().get("/v1/tags/ferries").await.ok()["id"], second["id"]);
    // The second tag had the slug last, so the slug redirects to it.
    patch_tag(&news, second["id"].as_i64().unwrap(), "ships").await;
    assert_eq!(redirect_target(&news.reader().get("/v1/tags/ferries").await), "/v1/tags/ships");
    assert_eq!(news.reader().get("/v1/tags/boats").await.ok()["id"], first["id"]);
}

async fn patch_tag(news: &Newsroom, id: i64, slug: &str) -> Value {
    news.change(&format!("/v1/editorial/tags/{id}"), json!({"slug": slug})).await.ok()
}

async fn a_former_slug_is_not_found_while_its_article_is_withdrawn(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    news.change_slug(id, "gale").await;
    news.transition(id, json!({"to": "withdraw"})).await;
    let reader = news.reader();
    for name in ["storm", "gale", &id.to_string()] {
        for rest in ["", "/comments", "/corrections"] {
            reader.get(&format!("/v1/articles/{name}{rest}")).await.problem(404, "not-found");
        }
        let comment = json!({"author_name": "Jo", "body": "Hm."});
        reader.post(&format!("/v1/articles/{name}/comments"), comment).await.problem(404, "not-found");
        let path = format!("/v1/resolve?url=/harbour/{id}/{name}");
        reader.get(&path).await.problem(404, "not-found");
    }
    news.transition(id, json!({"to": "publish"})).await;
    assert_eq!(redirect_target(&reader.get("/v1/articles/storm").await), "/v1/articles/gale");
}

async fn a_comment_sent_to_a_former_slug_is_accepted(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    news.change_slug(id, "gale").await;
    let comment = json!({"author_name": "Jo", "body": "Mind the roofs."});
    news.reader().post("/v1/articles/storm/comments", comment).await.expect(202);
    let queue = news.moderator().get("/v1/editorial/comments").await.ok();
    assert_eq!(queue["data"][0]["article_id"], id);
}

async fn corrections_are_listed_newest_first_in_pages(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let corrections = format!("/v1/articles/{id}/corrections");
    let none = news.reader().get(&corrections).await.ok();
    assert_eq!(none["data"], json!([]));
    for text in ["First.", "Second.", "Third."] {
        news.advance_clock(60);
        news.transition(id, json!({"to": "publish", "correction": {"kind": "correction", "text": text}}))
            .await;
    }
    let response = news.reader().get(&corrections).await;
    let all = response.ok();
    assert_eq!(
        all["data"][0],
        json!({
            "kind": "correction", "text": "Third.", "published_at": "2026-05-02T12:03:00Z", "updated_at": null,
        })
    );
    assert_eq!(all["data"], news.reader().get(&format!("/v1/articles/{id}")).await.ok()["corrections"]);
    assert_eq!(all, news.reader().get("/v1/articles/ferry/corrections").await.ok());
    let conditional =
        news.reader().request(Method::GET, &corrections).header("If-None-Match", &response.etag());
    conditional.send().await.expect(304);
    let first = news.reader().get(&format!("{corrections}?limit=2")).await.ok();
    let cursor = first["page"]["next_cursor"].as_str().unwrap();
    // A cursor works with the ID and with the slug of the article.
    let second = news.reader().get(&format!("/v1/articles/ferry/corrections?limit=2&cursor={cursor}")).await;
    assert_eq!(second.ok()["data"][0]["text"], "First.");
    let previous = second.ok()["page"]["prev_cursor"].as_str().unwrap().to_owned();
    let previous = news.reader().get(&format!("{corrections}?limit=2&cursor={previous}")).await.ok();
    assert_eq!(previous["data"], first["data"]);
}

async fn an_invalid_query_for_corrections_is_refused(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish(&taxonomy, "Ferry").await;
    let corrections = format!("/v1/articles/{id}/corrections");
    let response = news.reader().get(&format!("{corrections}?limit=0&kind=update")).await;
    assert_eq!(response.error_sources(400, "invalid-query"), ["kind", "limit"]);
    let response = news.reader().get(&format!("{corrections}?cursor=x")).await;
    assert_eq!(response.error_sources(400, "invalid-cursor"), ["cursor"]);
    news.reader().get("/v1/articles/none/corrections").await.problem(404, "not-found");
}

async fn former_slugs_of_sections_authors_and_tags_redirect_to_the_current_ones(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let subsection = json!({"name": "Ferries", "parent_id": taxonomy.section});
    let subsection = news.editor().post("/v1/editorial/sections", subsection).await.created();
    let id =
        news.publish_with(&taxonomy, json!({"headline": "Gannet", "section_id": subsection["id"]})).await;
    let section = format!("/v1/editorial/sections/{}", taxonomy.section);
    let author = format!("/v1/editorial/authors/{}", taxonomy.author);
    for round in ["one", "two"] {
        news.change(&section, json!({"slug": format!("port-{round}")})).await;
        news.change(&author, json!({"slug": format!("ada-{round}")})).await;
        patch_tag(&news, taxonomy.tag, &format!("boats-{round}")).await;
    }
    let reader = news.reader();
    for (former, present) in [
        ("sections/harbour", "sections/port-two"),
        ("sections/port-one", "sections/port-two"),
        ("sections/harbour/ferries", "sections/port-two/ferries"),
        ("sections/harbour%2Fferries", "sections/port-two/ferries"),
        ("sections/port-one/ferries", "sections/port-two/ferries"),
        ("authors/ada-marlow", "authors/ada-two"),
        ("authors/ada-one", "authors/ada-two"),
        ("tags/ferries", "tags/boats-two"),
        ("tags/boats-one", "tags/boats-two"),
    ] {
        let response = reader.get(&format!("/v1/{former}")).await;
        assert_eq!(redirect_target(&response), format!("/v1/{present}"));
        reader.get(response.header("location")).await.ok();
    }
    let with_query = reader.get("/v1/sections/harbour?depth=0").await;
    assert_eq!(redirect_target(&with_query), "/v1/sections/port-two?depth=0");
    let article = reader.get(&format!("/v1/articles/{id}")).await.ok();
    assert_eq!(article["url"], format!("https://news.example/port-two/ferries/{id}/gannet"));
    for unknown in ["sections/harbour/nothing", "authors/harbour", "tags/ada-one", "sections/ferries"] {
        reader.get(&format!("/v1/{unknown}")).await.problem(404, "not-found");
    }
}

async fn a_killed_article_is_gone_from_every_public_url(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    let other = news.publish(&taxonomy, "Other").await;
    news.change_slug(id, "gale").await;
    news.kill(id).await;
    let reader = news.reader();
    for name in [&id.to_string(), "gale", "storm"] {
        for rest in ["", "/comments", "/corrections"] {
            let path = format!("/v1/articles/{name}{rest}");
            assert_eq!(reader.get(&path).await.problem(410, "killed")["detail"], KILL_REASON);
            reader.request(Method::HEAD, &path).send().await.expect(410);
        }
        let comment = json!({"author_name": "Jo", "body": "Why?"});
        let sent = reader.post(&format!("/v1/articles/{name}/comments"), comment).await;
        assert_eq!(sent.problem(410, "killed")["detail"], KILL_REASON);
        let resolved = reader.get(&format!("/v1/resolve?url=/harbour/{id}/{name}")).await;
        assert_eq!(resolved.problem(410, "killed")["detail"], KILL_REASON);
    }
    for list in ["", "?section=harbour", "?tag=ferries", "?author=ada-marlow"] {
        let page = reader.get(&format!("/v1/articles{list}")).await.ok();
        let ids: Vec<&Value> = page["data"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
        assert_eq!(ids, [other], "{list}");
    }
    assert_eq!(news.moderator().get("/v1/editorial/comments").await.ok()["data"], json!([]));
    // No other article can use its slugs.
    for slug in ["gale", "storm"] {
        let draft =
            news.editor().post("/v1/editorial/articles", json!({"headline": "A", "slug": slug})).await;
        assert_eq!(draft.error_sources(409, "slug-taken"), ["/slug"]);
    }
}

async fn a_killed_article_is_public_again_after_it_is_restored_and_published(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    news.change_slug(id, "gale").await;
    news.kill(id).await;
    news.transition(id, json!({"to": "restore"})).await;
    let reader = news.reader();
    for name in [&id.to_string(), "gale", "storm"] {
        reader.get(&format!("/v1/articles/{name}")).await.problem(404, "not-found");
        reader.get(&format!("/v1/articles/{name}/corrections")).await.problem(404, "not-found");
        reader.get(&format!("/v1/resolve?url=/harbour/{id}/{name}")).await.problem(404, "not-found");
    }
    news.transition(id, json!({"to": "publish"})).await;
    assert_eq!(reader.get(&format!("/v1/articles/{id}")).await.ok()["slug"], "gale");
    assert_eq!(redirect_target(&reader.get("/v1/articles/storm").await), "/v1/articles/gale");
    reader.get(&format!("/v1/resolve?url=/harbour/{id}/gale")).await.ok();
}

async fn a_slug_with_unusual_bytes_is_not_found(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let id = news.publish_with(&taxonomy, json!({"slug": "storm"})).await;
    news.change_slug(id, "gale").await;
    for name in ["%00", "storm%00", "STORM", "storm%2F", "%ff", "%F0%9F%9A%A2", "'--", "+1", "0"] {
        for path in [
            format!("articles/{name}"),
            format!("articles/{name}/comments"),
            format!("articles/{name}/corrections"),
            format!("sections/{name}"),
            format!("authors/{name}"),
            format!("tags/{name}"),
        ] {
            news.reader().get(&format!("/v1/{path}")).await.problem(404, "not-found");
        }
        let comment = json!({"author_name": "Jo", "body": "Hm."});
        let sent = news.reader().post(&format!("/v1/articles/{name}/comments"), comment).await;
        sent.problem(404, "not-found");
    }
}
