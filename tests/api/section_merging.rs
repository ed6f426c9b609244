//! Merging one section into another: what lies below it comes along.

use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    merging_a_section_moves_its_articles_and_subsections,
    a_section_can_be_merged_into_its_parent,
    a_merge_is_refused_when_subsections_would_share_a_path,
    a_merge_that_makes_the_tree_too_deep_is_refused,
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

async fn merging_a_section_moves_its_articles_and_subsections(news: Newsroom) {
    let desk = news.desk().await;
    let port = news.make("sections", json!({"name": "Port"})).await;
    let below = news.make("sections", json!({"name": "Ferries", "parent_id": desk.section})).await;
    let deep = news.make("sections", json!({"name": "Gannet", "parent_id": below})).await;
    // A name that only begins alike is another section.
    news.make("sections", json!({"name": "Harbour lights"})).await;
    let here = news.publish(&desk, "Here").await;
    let there = news.publish_with(&desk, json!({"headline": "There", "section_id": deep})).await;
    let kept = news.merge("sections", desk.section, port).await;
    assert_eq!((&kept["path"], &kept["version"]), (&json!("port"), &json!(2)));
    let tree = news.reader().get("/v1/sections").await.ok()["data"].clone();
    let paths: Vec<&str> =
        tree.as_array().unwrap().iter().map(|node| node["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["harbour-lights", "port"]);
    assert_eq!(tree[1]["children"][0]["path"], "port/ferries");
    assert_eq!(tree[1]["children"][0]["children"][0]["path"], "port/ferries/gannet");
    assert_eq!(working(&news, here).await["section_id"], port);
    assert_eq!(working(&news, there).await["section_id"], deep);
    assert_eq!(working(&news, there).await["version"], 2, "its section is the same one, elsewhere");
    let url = async |article| public(&news, article).await["url"].as_str().unwrap().to_owned();
    assert_eq!(url(here).await, format!("https://news.example/port/{here}/here"));
    assert_eq!(url(there).await, format!("https://news.example/port/ferries/gannet/{there}/there"));
    assert_eq!(ids(&news.reader().get("/v1/articles?section=port").await.ok()["data"]).len(), 2);
    for (former, present) in [("", ""), ("/ferries", "/ferries"), ("/ferries/gannet", "/ferries/gannet")] {
        news.leads_to(&format!("sections/harbour{former}"), &format!("sections/port{present}")).await;
    }
    let moved = news.editor().get(&format!("/v1/editorial/sections/{below}")).await.ok();
    assert_eq!((&moved["parent_id"], &moved["version"]), (&json!(port), &json!(2)));
    let stale = news.editor().patch(&format!("/v1/editorial/sections/{below}"), r#""1""#, json!({})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!(["parent_id", "path"]));
}

async fn a_section_can_be_merged_into_its_parent(news: Newsroom) {
    let top = news.make("sections", json!({"name": "Iran"})).await;
    let inner = news.make("sections", json!({"name": "iran", "parent_id": top})).await;
    let same = news.make("sections", json!({"name": "iran", "parent_id": inner})).await;
    let other = news.make("sections", json!({"name": "Asia", "parent_id": inner})).await;
    let deep = news.make("sections", json!({"name": "Asia", "parent_id": same})).await;
    news.merge("sections", inner, top).await;
    for (section, path) in [(same, "iran/iran"), (other, "iran/asia"), (deep, "iran/iran/asia")] {
        let found = news.reader().get(&format!("/v1/sections/{path}")).await.ok();
        assert_eq!((&found["id"], &found["path"]), (&json!(section), &json!(path)));
    }
    // These are live again, under another section; and what was deepest has moved up.
    news.leads_to("sections/iran/iran/iran", "sections/iran/iran").await;
    news.leads_to("sections/iran/iran/iran/asia", "sections/iran/iran/asia").await;
}

async fn a_merge_is_refused_when_subsections_would_share_a_path(news: Newsroom) {
    let desk = news.desk().await;
    let port = news.make("sections", json!({"name": "Port"})).await;
    for parent in [desk.section, port] {
        news.make("sections", json!({"name": "Ferries", "parent_id": parent})).await;
    }
    let article = news.publish(&desk, "Gannet").await;
    let before = news.editor().get("/v1/editorial/sections").await.ok();
    let answer = news.try_merge("sections", desk.section, port).await;
    assert_eq!(answer.culprits(409, "slug-taken"), ["/into"]);
    assert_eq!(news.editor().get("/v1/editorial/sections").await.ok(), before);
    assert_eq!(working(&news, article).await["version"], 2);
    news.reader().get("/v1/sections/harbour/ferries").await.ok();
}

async fn a_merge_that_makes_the_tree_too_deep_is_refused(news: Newsroom) {
    let mut chains = Vec::new();
    for (chain, levels) in [("a", 5), ("b", 5)] {
        let (mut parent, mut sections) = (Value::Null, Vec::new());
        for level in 1..=levels {
            let name = format!("{chain} {level}");
            let section = news.make("sections", json!({"name": name, "parent_id": parent})).await;
            parent = json!(section);
            sections.push(section);
        }
        chains.push(sections);
    }
    let answer = news.try_merge("sections", chains[0][0], chains[1][4]).await;
    assert_eq!(answer.culprits(422, "invalid-body"), ["/into"]);
    news.merge("sections", chains[0][0], chains[1][3]).await;
    news.reader().get("/v1/sections/b-1/b-2/b-3/b-4/a-2/a-3/a-4/a-5").await.ok();
}
