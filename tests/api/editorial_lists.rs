//! The editorial list of articles, and the calendar.

use serde_json::{Value, json};

use crate::harness::{Newsroom, article_path, headlines, id, scenarios};

scenarios![
    lists_and_the_calendar_read_no_bodies,
    the_editorial_list_includes_every_status_and_can_be_filtered,
    the_editorial_list_is_paged_in_both_directions,
];

const ARTICLES: &str = "/v1/editorial/articles";
const CALENDAR: &str = "/v1/editorial/calendar";

async fn lists_and_the_calendar_read_no_bodies(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let article = id(&news.editor().post(ARTICLES, taxonomy.article("Ferry")).await.created());
    let schedule = json!({"to": "schedule", "publish_at": "2027-01-01T00:00:00Z"});
    news.transition(article, schedule).await;
    let (list, calendar) = (news.editor().get(ARTICLES).await.ok(), news.editor().get(CALENDAR).await.ok());
    assert_eq!((&list["data"][0]["headline"], &list["data"][0]["body"]), (&json!("Ferry"), &Value::Null));
    assert_eq!(calendar["data"][0]["headline"], "Ferry");
    // With invalid bodies, every read of a body would fail.
    news.write(|c| {
        diesel::RunQueryDsl::execute(diesel::sql_query("UPDATE article_revisions SET body = '?'"), c)
    })
    .await;
    assert_eq!(news.editor().get(ARTICLES).await.ok(), list);
    assert_eq!(news.editor().get(CALENDAR).await.ok(), calendar);
}

async fn the_editorial_list_includes_every_status_and_can_be_filtered(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let subsection = json!({"name": "Ferries", "parent_id": taxonomy.section});
    let subsection = id(&news.editor().post("/v1/editorial/sections", subsection).await.created());
    let published = news.publish(&taxonomy, "Published").await;
    news.advance_clock(60);
    let mut draft_below = taxonomy.article("Deep");
    draft_below["section_id"] = json!(subsection);
    draft_below["authors"] = json!([]);
    news.reporter().post(ARTICLES, draft_below).await.created();
    let withdrawn = news.publish(&taxonomy, "Withdrawn").await;
    news.editor()
        .transition(withdrawn, &news.editor().etag_of(&article_path(withdrawn)).await, "withdraw")
        .await
        .ok();
    let list = async |query: &str| {
        let page = news.editor().get(&format!("{ARTICLES}?{query}")).await.ok();
        headlines(&page).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(list("status=published").await, ["Published"]);
    assert_eq!(list("status=withdrawn").await, ["Withdrawn"]);
    assert_eq!(list("status=draft").await, ["Deep"]);
    assert_eq!(list("status=published,draft").await.len(), 2);
    let all = format!("{ARTICLES}?count=exact&limit=1&status=published,withdrawn,draft");
    assert_eq!(news.editor().get(&all).await.ok()["page"]["total"], 3);
    let own = news.reporter().get(&format!("{ARTICLES}?count=exact&status=published")).await.ok();
    assert_eq!(
        own["page"]["total"],
        own["data"].as_array().unwrap().len(),
        "only the caller's own articles are counted"
    );
    assert_eq!(list("section=harbour").await, ["Withdrawn", "Deep", "Published"]);
    assert_eq!(list("section=harbour/ferries").await, ["Deep"]);
    assert_eq!(list("section=nowhere,harbour/ferries").await, ["Deep"]);
    assert_eq!(list("section=HARBOUR").await, [""; 0]);
    assert_eq!(list("author=ada-marlow").await, ["Withdrawn", "Published"]);
    assert_eq!(list("author=nobody,ada-marlow").await, ["Withdrawn", "Published"]);
    assert_eq!(list("author=nobody").await, [""; 0]);
    news.change(&format!("/v1/editorial/sections/{}", taxonomy.section), json!({"slug": "port"})).await;
    news.change(&format!("/v1/editorial/authors/{}", taxonomy.author), json!({"slug": "ada"})).await;
    assert_eq!(list("section=harbour/ferries").await, ["Deep"], "a former path");
    assert_eq!(list("section=port&author=ada-marlow").await, ["Withdrawn", "Published"], "a former slug");
    assert_eq!(list("updated_after=2026-05-02T12:00:30Z").await, ["Withdrawn", "Deep"]);
    let reporter = news.account("Rae Reporter").id;
    assert_eq!(list(&format!("created_by={reporter}")).await, ["Deep"]);
    assert_eq!(news.editor().get(&article_path(published)).await.ok()["live_version"], 2);
    let invalid = news.editor().get(&format!("{ARTICLES}?status=lost&updated_after=soon&sort=x")).await;
    assert_eq!(invalid.error_sources(400, "invalid-query"), ["sort", "status", "updated_after"]);
}

async fn the_editorial_list_is_paged_in_both_directions(news: Newsroom) {
    for number in 1..=5 {
        news.editor().post(ARTICLES, json!({"headline": format!("Piece {number}")})).await.created();
    }
    let first = news.editor().get(&format!("{ARTICLES}?limit=2")).await.ok();
    assert_eq!(headlines(&first), ["Piece 5", "Piece 4"]);
    let next = first["page"]["next_cursor"].as_str().unwrap();
    let second = news.editor().get(&format!("{ARTICLES}?limit=2&cursor={next}")).await.ok();
    assert_eq!(headlines(&second), ["Piece 3", "Piece 2"]);
    let previous = second["page"]["prev_cursor"].as_str().unwrap();
    assert_eq!(
        news.editor().get(&format!("{ARTICLES}?limit=2&cursor={previous}")).await.ok()["data"],
        first["data"]
    );
    let other = news.editor().get(&format!("{ARTICLES}?status=draft&cursor={next}")).await;
    assert_eq!(other.error_sources(400, "invalid-cursor"), ["cursor"]);
}
