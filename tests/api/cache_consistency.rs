//! Compares cached responses with fresh ones while all visible content changes at random.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use broadsheet::db;
use broadsheet::db::schema::content_changes;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::harness::{Newsroom, UncachedServer, ids, scenarios};

scenarios![
    a_cached_response_equals_a_fresh_one_after_every_change,
    a_cached_list_follows_a_path_from_a_moved_subsection_to_a_new_one,
    a_burst_of_changes_never_moves_the_content_time_into_the_future,
    changes_older_than_thirty_days_are_deleted_in_batches,
];

/// The number of attempted changes. `BROADSHEET_TEST_CHANGES` overrides it.
const CHANGES: usize = 60;

/// The paths that are compared after each change.
const PATHS: &[&str] = &[
    "/v1/articles",
    "/v1/articles?limit=2",
    "/v1/articles?sort=-updated_at&limit=3",
    "/v1/articles?updated_after=2026-05-02T12:00:30Z&limit=3",
    "/v1/articles?section=harbour",
    "/v1/articles?section=harbour/ferries",
    "/v1/articles?section=politics&section_tree=false",
    "/v1/articles?section=culture",
    "/v1/articles?tag=sea",
    "/v1/articles?tag=sea,wind",
    "/v1/articles?tag=fog",
    "/v1/articles?tag_all=sea,wind",
    "/v1/articles?tag_none=sea",
    "/v1/articles?author=ada",
    "/v1/articles?author=ada,ben&tag=wind",
    "/v1/articles?section=harbour&tag=wind",
    "/v1/articles?section=harbour&author=ben&tag_none=wind",
    "/v1/articles?type=article&language=en",
    "/v1/articles?ids=1,2,7",
    "/v1/articles?q=ferry&section=harbour",
    "/v1/articles?fields=id,headline,tags,comments&limit=3",
    "/v1/articles?body=text&limit=2",
    "/v1/articles?count=exact",
    "/v1/search?q=ferry",
    "/v1/articles/1",
    "/v1/articles/2?body=text",
    "/v1/articles/3?fields=headline,section",
    "/v1/articles/4",
    "/v1/articles/5",
    "/v1/articles/ferry-1",
    "/v1/articles/ferry-2",
    "/v1/articles/1/related",
    "/v1/articles/3/related",
    "/v1/articles/1/comments",
    "/v1/articles/2/comments",
    "/v1/articles/2/corrections",
    "/v1/sections",
    "/v1/sections?depth=0",
    "/v1/sections/harbour",
    "/v1/sections/harbour/ferries",
    "/v1/tags",
    "/v1/tags?q=s",
    "/v1/tags/sea",
    "/v1/tags/fog",
    "/v1/authors",
    "/v1/authors/ada",
    "/v1/site",
    "/v1/feeds/latest.rss",
    "/v1/feeds/sections/harbour.atom",
    "/v1/feeds/tags/sea.json",
    "/v1/feeds/authors/ada.rss",
    "/v1/sitemaps/index.xml",
    "/v1/sitemaps/1.xml",
    "/v1/resolve?url=https://news.example/old",
    "/v1/resolve?url=https://news.example/tags/sea%3Fp=1",
    "/v1/resolve?url=https://news.example/harbour/1/ferry-1",
    "/v1/resolve?url=https://news.example/tags/sea",
];

/// Pseudo-random numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn one_of<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        &values[self.below(values.len())]
    }
}

/// The status, the location and the body of a response. Problems have an empty body, since they hold a request ID.
type Content = (u16, String, Vec<u8>);

/// A response in a shared cache, with its cache tags.
type CachedResponse = (Content, BTreeSet<String>);

async fn fresh_response(uncached: &UncachedServer, path: &str) -> CachedResponse {
    let (status, headers, body) = uncached.get(path).await;
    let header = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let tags = header("surrogate-key").split(' ').map(str::to_owned).collect();
    let body = if status < 400 { body.to_vec() } else { Vec::new() };
    ((status, header("location"), body), tags)
}

async fn cached_content(news: &Newsroom, path: &str) -> Content {
    let response = news.reader().get(path).await;
    let status = response.status.as_u16();
    let location = if status == 301 { response.header("location").to_owned() } else { String::new() };
    (status, location, if status < 400 { response.body.to_vec() } else { Vec::new() })
}

/// The cache tags of the changes after a sequence number, and the last sequence number.
async fn changed_tags(news: &Newsroom, after: i64) -> (BTreeSet<String>, i64) {
    let rows: Vec<(i64, String)> = news
        .db()
        .read(move |c| {
            let rows = content_changes::table.filter(content_changes::sequence.gt(after));
            let rows = rows.select((content_changes::sequence, content_changes::cache_tags));
            Ok::<_, db::Error>(rows.load(c)?)
        })
        .await
        .unwrap();
    let last = rows.iter().map(|(number, _)| *number).max().unwrap_or(after);
    let tags = rows.iter().flat_map(|(_, tags)| serde_json::from_str::<Vec<String>>(tags).unwrap());
    (tags.collect(), last)
}

/// Queries for wrong rows of the list index: a wrong count, a count without rows, a missing section of an article, a
/// section that the article is not in, and words that are not yet in the search index.
const INDEX_FAULTS: [&str; 5] = [
    "SELECT 1 FROM (SELECT term, count(*) AS articles FROM published_terms GROUP BY term) AS terms \
     LEFT JOIN published_term_counts AS counts ON counts.term = terms.term \
     WHERE counts.articles IS NULL OR counts.articles <> terms.articles",
    "SELECT 1 FROM published_term_counts AS counts WHERE counts.articles <> 0 \
     AND NOT EXISTS (SELECT 1 FROM published_terms AS terms WHERE terms.term = counts.term)",
    "SELECT 1 FROM published_articles AS a INNER JOIN sections AS own ON own.id = a.section_id \
     INNER JOIN sections AS above ON own.path = above.path OR own.path LIKE above.path || '/%' \
     WHERE NOT EXISTS (SELECT 1 FROM published_terms AS terms \
     WHERE terms.article_id = a.id AND terms.term = 'section-' || above.id)",
    "SELECT 1 FROM published_terms AS terms INNER JOIN published_articles AS a ON a.id = terms.article_id \
     INNER JOIN sections AS own ON own.id = a.section_id \
     WHERE terms.term LIKE 'section-%' AND terms.term <> 'section-' || own.id || '-alone' \
     AND NOT EXISTS (SELECT 1 FROM sections AS above WHERE terms.term = 'section-' || above.id \
     AND (own.path = above.path OR own.path LIKE above.path || '/%'))",
    "SELECT 1 FROM published_search_queue",
];

async fn index_faults(news: &Newsroom) -> Vec<i64> {
    let count = |c: &mut db::Conn, faults: &str| {
        let query = format!("(SELECT count(*) FROM ({faults}) AS faults)");
        diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(&query)).get_result(c)
    };
    news.db()
        .read(move |c| {
            let counts: db::QueryResult<_> = INDEX_FAULTS.iter().map(|faults| count(c, faults)).collect();
            Ok::<_, db::Error>(counts?)
        })
        .await
        .unwrap()
}

/// Makes a change of that kind, and returns whether it was accepted.
async fn change(news: &Newsroom, kind: &str, number: usize, random: &mut Random) -> bool {
    let editorial = |path: &str| format!("/v1/editorial/{path}");
    let list = async |path: &str| -> Vec<Value> {
        news.editor().get(&editorial(path)).await.ok()["data"].as_array().unwrap().clone()
    };
    let ids = async |path: &str| -> Vec<i64> {
        let (mut ids, mut resources) = (Vec::new(), list(path).await);
        while let Some(resource) = resources.pop() {
            ids.push(resource["id"].as_i64().unwrap());
            resources.extend(resource["children"].as_array().into_iter().flatten().cloned());
        }
        ids.sort_unstable();
        ids
    };
    let (tags, authors, articles) = (ids("tags").await, ids("authors").await, ids("articles").await);
    let sections = ids("sections").await;
    let assignment = |random: &mut Random| {
        json!({"section_id": random.one_of(&sections), "authors": [{"id": random.one_of(&authors)}],
            "tag_ids": BTreeSet::from([*random.one_of(&tags), *random.one_of(&tags)])})
    };
    let article = *random.one_of(&articles);
    let transition = async |id: i64, body: Value| {
        let response = news.editor().transition_with(id, "*", body).await;
        response.status.is_success()
    };
    let patch =
        async |path: String, body: Value| news.editor().patch(&path, "*", body).await.status.is_success();
    let comments = async || -> Vec<Value> {
        let all = news.moderator().get("/v1/editorial/comments?status=approved,rejected").await.ok();
        all["data"].as_array().unwrap().clone()
    };
    match kind {
        "publish" => {
            let mut draft = assignment(random);
            draft["headline"] = json!(format!("Ferry news {number}"));
            draft["body"] = json!({"format": "markdown", "value": format!("The ferry sails. {number}")});
            let created = news.editor().post(&editorial("articles"), draft).await;
            transition(created.created()["id"].as_i64().unwrap(), json!({"to": "publish"})).await
        }
        "reassign" | "reword" => {
            let body =
                if kind == "reassign" { assignment(random) } else { json!({"headline": format!("Ferry again {number}")}) };
            patch(editorial(&format!("articles/{article}")), body).await
                && transition(article, json!({"to": "publish"})).await
        }
        "rename" => {
            patch(editorial(&format!("articles/{article}")), json!({"slug": format!("ferry-{}", random.below(4))})).await
                && transition(article, json!({"to": "publish"})).await
        }
        "correct" => {
            patch(editorial(&format!("articles/{article}")), json!({"lead": format!("Lead {number}")})).await
                && transition(article, json!({"to": "publish", "correction": {"kind": "correction", "text": format!("Wrong {number}.")}}))
                    .await
        }
        "withdraw" => transition(article, json!({"to": "withdraw"})).await,
        "kill" => {
            let body = json!({"to": "kill", "reason": "It was wrong."});
            news.admin().transition_with(article, "*", body).await.status.is_success()
        }
        "new tag" => {
            let name = random.one_of(&["Fog", "Sea", "Wind", "Storm"]);
            news.editor().post(&editorial("tags"), json!({"name": name, "slug": name.to_lowercase()})).await.status.is_success()
        }
        "rename tag" => {
            let slug = random.one_of(&["sea", "wind", "fog", "gale"]);
            patch(editorial(&format!("tags/{}", random.one_of(&tags))), json!({"name": slug, "slug": slug})).await
        }
        "merge tags" if tags.len() > 2 => {
            let path = editorial(&format!("tags/{}/merge", random.one_of(&tags)));
            let into = json!({"into": random.one_of(&tags)});
            news.admin().request(actix_web::http::Method::POST, &path).header("If-Match", "*").json(into).send().await.status.is_success()
        }
        "rename author" => {
            let name = random.one_of(&["Ada", "Ben", "Cleo"]);
            let body = json!({"name": format!("{name} {number}"), "slug": name.to_lowercase()});
            patch(editorial(&format!("authors/{}", random.one_of(&authors))), body).await
        }
        "new section" => {
            let body = json!({"name": random.one_of(&["Culture", "Sport"]), "parent_id": random.one_of(&sections)});
            news.editor().post(&editorial("sections"), body).await.status.is_success()
        }
        "move section" => {
            let parents = [json!(null), json!(random.one_of(&sections))];
            let body = json!({"parent_id": random.one_of(&parents)});
            patch(editorial(&format!("sections/{}", random.one_of(&sections))), body).await
        }
        "rename section" => {
            let name = random.one_of(&["Ferries", "Harbour", "Culture", "Politics"]);
            let body = json!({"name": name, "slug": name.to_lowercase()});
            patch(editorial(&format!("sections/{}", random.one_of(&sections))), body).await
        }
        "merge sections" if sections.len() > 3 => {
            let path = editorial(&format!("sections/{}/merge", random.one_of(&sections)));
            let into = json!({"into": random.one_of(&sections)});
            news.admin().request(actix_web::http::Method::POST, &path).header("If-Match", "*").json(into).send().await.status.is_success()
        }
        "comment" => {
            let path = format!("/v1/articles/{article}/comments");
            let body = json!({"author_name": format!("Jo {number}"), "body": format!("Well said, number {number}.")});
            news.advance_clock(700);
            news.reader().post(&path, body).await.status == 201
        }
        "moderate" => {
            let all = comments().await;
            let Some(comment) = all.get(random.below(all.len().max(1))) else { return false };
            let status = if comment["status"] == "approved" { "rejected" } else { "approved" };
            let body = json!({"status": status, "reason": "off-topic"});
            let path = format!("/v1/editorial/comments/{}", comment["id"]);
            news.moderator().patch(&path, "*", body).await.status.is_success()
        }
        "like" => {
            let all = comments().await;
            let Some(comment) = all.iter().find(|comment| comment["status"] == "approved") else { return false };
            let path = format!("/v1/articles/{}/comments/{}/likes", comment["article_id"], comment["id"]);
            let liked = news.reader().post(&path, json!(null)).await.status == 204;
            news.advance_clock(6);
            news.run_background_work().await;
            liked
        }
        "settings" => {
            let policy = random.one_of(&["open", "moderated"]);
            let response = news.admin().patch("/v1/editorial/site", "*", json!({"comments_policy": policy})).await;
            response.status.is_success()
        }
        "redirect" => {
            let from = random.one_of(&["/old", "/tags/sea?p=1"]);
            let body = json!({"from": from, "to": format!("/harbour/{number}")});
            let is_created = news.editor().post(&editorial("redirects"), body).await.status.is_success();
            is_created || {
                let all = list("redirects").await;
                let path = editorial(&format!("redirects/{}", all[0]["id"]));
                news.editor().delete(&path, "*").await.status.is_success()
            }
        }
        _ => false,
    }
}

const KINDS: &[&str] = &[
    "publish",
    "reassign",
    "reword",
    "rename",
    "correct",
    "withdraw",
    "kill",
    "new tag",
    "rename tag",
    "merge tags",
    "rename author",
    "new section",
    "move section",
    "rename section",
    "merge sections",
    "comment",
    "moderate",
    "like",
    "settings",
    "redirect",
    "publish",
    "reassign",
    "reword",
    "comment",
    "comment",
];

async fn a_cached_response_equals_a_fresh_one_after_every_change(news: Newsroom) {
    for (name, parent) in [("Harbour", json!(null)), ("Ferries", json!(1)), ("Politics", json!(null))] {
        news.create("sections", json!({"name": name, "parent_id": parent})).await;
    }
    for name in ["Sea", "Wind", "Storm"] {
        news.create("tags", json!({"name": name})).await;
    }
    for name in ["Ada", "Ben"] {
        news.create("authors", json!({"name": name})).await;
    }
    news.admin().patch("/v1/editorial/site", "*", json!({"comments_policy": "open"})).await.ok();
    let uncached = news.server_without_cache().await;
    let random = &mut Random(7);
    for number in 1..=6 {
        let article = json!({"headline": format!("Ferry {number}"), "section_id": 1 + number % 3, "tag_ids": [1 + number % 3],
            "authors": [{"id": 1 + number % 2}], "body": {"format": "markdown", "value": "The ferry sails at noon."}});
        let created = news.editor().post("/v1/editorial/articles", article).await.created();
        news.editor()
            .transition_with(created["id"].as_i64().unwrap(), "*", json!({"to": "publish"}))
            .await
            .ok();
    }
    let changes = std::env::var("BROADSHEET_TEST_CHANGES").map_or(CHANGES, |number| number.parse().unwrap());
    let mut accepted: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shared: HashMap<&str, CachedResponse> = HashMap::new();
    let (_, mut last) = changed_tags(&news, 0).await;
    let (mut unchanged, mut purged_unchanged) = (0, 0);
    for round in 0..changes {
        let kind = KINDS[round % KINDS.len()];
        if change(&news, kind, round, random).await {
            *accepted.entry(kind).or_default() += 1;
        }
        news.advance_clock(1);
        assert_eq!(index_faults(&news).await, [0; 5], "round {round}, {kind}");
        let (tags, newest) = changed_tags(&news, last).await;
        last = newest;
        for path in PATHS {
            let (fresh, fresh_tags) = fresh_response(&uncached, path).await;
            assert_eq!(cached_content(&news, path).await, fresh, "round {round}, {kind}: {path}");
            if let Some((cached, cached_tags)) = shared.get(path) {
                let is_purged = cached_tags.iter().any(|tag| tags.contains(tag));
                assert!(
                    is_purged || *cached == fresh,
                    "round {round}, {kind}: {path} is stale: cached with {cached_tags:?}, changed are {tags:?}"
                );
                if *cached == fresh {
                    unchanged += 1;
                    purged_unchanged += usize::from(is_purged);
                }
            }
            if fresh.0 < 400 {
                shared.insert(path, (fresh, fresh_tags));
            } else {
                shared.remove(path);
            }
        }
    }
    println!(
        "{changes} changes, {accepted:?}: {unchanged} unchanged responses, {purged_unchanged} of them purged"
    );
    assert!(
        accepted.values().sum::<usize>() * 2 > changes && accepted.len() * 4 > KINDS.len(),
        "{accepted:?}"
    );
    // Some lists are purged although they stay the same, for example after a change of an article on another page.
    assert!(purged_unchanged * 10 < unchanged, "{purged_unchanged} of {unchanged}");
}

async fn a_cached_list_follows_a_path_from_a_moved_subsection_to_a_new_one(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let ferries = json!({"name": "Ferries", "parent_id": taxonomy.section});
    news.create("sections", ferries.clone()).await;
    let list = "/v1/articles?section=harbour/ferries";
    assert_eq!(news.reader().get(list).await.ok()["data"], json!([]));
    let path = format!("/v1/editorial/sections/{}", taxonomy.section);
    news.change(&path, json!({"slug": "docks"})).await;
    let harbour = news.create("sections", json!({"name": "Harbour"})).await;
    let ferries = news.create("sections", json!({"name": "Ferries", "parent_id": harbour})).await;
    let article = news.publish_with(&taxonomy, json!({"section_id": ferries})).await;
    let articles = news.reader().get(list).await.ok()["data"].clone();
    assert_eq!(ids(&articles), [article]);
}

async fn a_burst_of_changes_never_moves_the_content_time_into_the_future(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let content_time = async || news.reader().get("/v1/site").await.ok()["content_updated_at"].clone();
    let article = news.publish(&taxonomy, "Ferry").await;
    for number in 0..40 {
        news.publish(&taxonomy, &format!("Ferry {number}")).await;
        news.advance_clock_micros(3_000);
    }
    let before = news.reader().get(&format!("/v1/articles/{article}/comments")).await;
    assert_eq!(before.ok()["data"], json!([]));
    assert_eq!(content_time().await, "2026-05-02T12:00:00.117Z");
    news.admin().patch("/v1/editorial/site", "*", json!({"comments_policy": "open"})).await.ok();
    let path = format!("/v1/articles/{article}/comments");
    let sent = news.reader().post(&path, json!({"author_name": "Jo", "body": "Good."})).await;
    assert_eq!(sent.status, 201);
    let threads = news.reader().get(&path).await;
    assert_eq!(threads.ok()["data"].as_array().unwrap().len(), 1, "the comment is visible immediately");
    // The response has no date while another change could have the same date.
    let last_modified = async || {
        let response = news.reader().get(&path).await;
        response.headers.get("last-modified").map(|date| date.to_str().unwrap().to_owned())
    };
    assert_eq!(last_modified().await, None);
    news.advance_clock(2);
    assert_eq!(last_modified().await.as_deref(), Some("Sat, 02 May 2026 12:00:00 GMT"));
    let date = "Sat, 02 May 2026 12:00:00 GMT";
    let conditional = news.reader().request(actix_web::http::Method::GET, &path);
    assert_eq!(conditional.header("If-Modified-Since", date).send().await.status, 304);
    news.advance_clock(600);
    news.reader().post(&path, json!({"author_name": "Jo", "body": "Very good."})).await;
    let conditional = news.reader().request(actix_web::http::Method::GET, &path);
    assert_eq!(conditional.header("If-Modified-Since", date).send().await.status, 200);
}

async fn changes_older_than_thirty_days_are_deleted_in_batches(news: Newsroom) {
    let count = async || {
        let count = |c: &mut db::Conn| Ok::<i64, db::Error>(content_changes::table.count().get_result(c)?);
        news.db().read(count).await.unwrap()
    };
    news.write(|c| {
        let row = |number: i64| {
            let texts = (content_changes::previous_paths.eq("[]"), content_changes::cache_tags.eq("[]"));
            (content_changes::sequence.eq(number), content_changes::at.eq(number), texts)
        };
        for number in 1..=1_500 {
            diesel::insert_into(content_changes::table).values(row(number - 10_000)).execute(c)?;
        }
        Ok(())
    })
    .await;
    let taxonomy = news.taxonomy().await;
    news.publish(&taxonomy, "Ferry").await;
    let recent_count = count().await - 1_500;
    assert!(recent_count > 0);
    broadsheet::publishing::changes::delete_old(news.db(), news.now()).await.unwrap();
    assert_eq!(count().await, recent_count);
    news.advance_clock(31 * 24 * 60 * 60);
    broadsheet::publishing::changes::delete_old(news.db(), news.now()).await.unwrap();
    assert_eq!(count().await, 0);
    news.publish(&taxonomy, "Pier").await;
    assert_eq!(news.reader().get("/v1/articles").await.ok()["data"].as_array().unwrap().len(), 2);
}
