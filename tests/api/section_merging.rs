//! Merging one section into another, with its subsections.

use serde_json::{Value, json};

use crate::harness::{Newsroom, ids, scenarios};

scenarios![
    merging_a_section_moves_its_articles_and_subsections,
    a_section_can_be_merged_into_its_parent,
    a_merge_is_refused_when_subsections_would_share_a_path,
    a_merge_that_makes_the_tree_too_deep_is_refused,
];

async fn merging_a_section_moves_its_articles_and_subsections(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let port = news.create("sections", json!({"name": "Port"})).await;
    let subsection = news.create("sections", json!({"name": "Ferries", "parent_id": taxonomy.section})).await;
    let nested_subsection = news.create("sections", json!({"name": "Gannet", "parent_id": subsection})).await;
    // A path that only begins with the same letters is another section.
    news.create("sections", json!({"name": "Harbour lights"})).await;
    let in_merged = news.publish(&taxonomy, "Here").await;
    let in_subsection =
        news.publish_with(&taxonomy, json!({"headline": "There", "section_id": nested_subsection})).await;
    let merged = news.merge("sections", taxonomy.section, port).await;
    assert_eq!((&merged["path"], &merged["version"]), (&json!("port"), &json!(2)));
    let tree = news.reader().get("/v1/sections").await.ok()["data"].clone();
    let paths: Vec<&str> =
        tree.as_array().unwrap().iter().map(|node| node["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["harbour-lights", "port"]);
    assert_eq!(tree[1]["children"][0]["path"], "port/ferries");
    assert_eq!(tree[1]["children"][0]["children"][0]["path"], "port/ferries/gannet");
    assert_eq!(news.working_copy(in_merged).await["section_id"], port);
    assert_eq!(news.working_copy(in_subsection).await["section_id"], nested_subsection);
    assert_eq!(news.working_copy(in_subsection).await["version"], 2, "the article keeps its section");
    let url = async |article| news.published_article(article).await["url"].as_str().unwrap().to_owned();
    assert_eq!(url(in_merged).await, format!("https://news.example/port/{in_merged}/here"));
    assert_eq!(
        url(in_subsection).await,
        format!("https://news.example/port/ferries/gannet/{in_subsection}/there")
    );
    assert_eq!(ids(&news.reader().get("/v1/articles?section=port").await.ok()["data"]).len(), 2);
    for (former, present) in [("", ""), ("/ferries", "/ferries"), ("/ferries/gannet", "/ferries/gannet")] {
        news.assert_redirects(&format!("sections/harbour{former}"), &format!("sections/port{present}")).await;
    }
    let moved = news.editor().get(&format!("/v1/editorial/sections/{subsection}")).await.ok();
    assert_eq!((&moved["parent_id"], &moved["version"]), (&json!(port), &json!(2)));
    let stale =
        news.editor().patch(&format!("/v1/editorial/sections/{subsection}"), r#""1""#, json!({})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["changed"], json!(["parent_id", "path"]));
}

async fn a_section_can_be_merged_into_its_parent(news: Newsroom) {
    let top = news.create("sections", json!({"name": "Iran"})).await;
    let inner = news.create("sections", json!({"name": "iran", "parent_id": top})).await;
    let same = news.create("sections", json!({"name": "iran", "parent_id": inner})).await;
    let other = news.create("sections", json!({"name": "Asia", "parent_id": inner})).await;
    let nested_subsection = news.create("sections", json!({"name": "Asia", "parent_id": same})).await;
    news.merge("sections", inner, top).await;
    for (section, path) in [(same, "iran/iran"), (other, "iran/asia"), (nested_subsection, "iran/iran/asia")]
    {
        let resolved = news.reader().get(&format!("/v1/sections/{path}")).await.ok();
        assert_eq!((&resolved["id"], &resolved["path"]), (&json!(section), &json!(path)));
    }
    // The former paths of the moved sections redirect to their new paths.
    news.assert_redirects("sections/iran/iran/iran", "sections/iran/iran").await;
    news.assert_redirects("sections/iran/iran/iran/asia", "sections/iran/iran/asia").await;
}

async fn a_merge_is_refused_when_subsections_would_share_a_path(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let port = news.create("sections", json!({"name": "Port"})).await;
    for parent in [taxonomy.section, port] {
        news.create("sections", json!({"name": "Ferries", "parent_id": parent})).await;
    }
    let article = news.publish(&taxonomy, "Gannet").await;
    let before = news.editor().get("/v1/editorial/sections").await.ok();
    let response = news.try_merge("sections", taxonomy.section, port).await;
    assert_eq!(response.error_sources(409, "slug-taken"), ["/into"]);
    assert_eq!(news.editor().get("/v1/editorial/sections").await.ok(), before);
    assert_eq!(news.working_copy(article).await["version"], 2);
    news.reader().get("/v1/sections/harbour/ferries").await.ok();
}

async fn a_merge_that_makes_the_tree_too_deep_is_refused(news: Newsroom) {
    let mut chains = Vec::new();
    for (chain, levels) in [("a", 5), ("b", 5)] {
        let (mut parent, mut sections) = (Value::Null, Vec::new());
        for level in 1..=levels {
            let name = format!("{chain} {level}");
            let section = news.create("sections", json!({"name": name, "parent_id": parent})).await;
            parent = json!(section);
            sections.push(section);
        }
        chains.push(sections);
    }
    let response = news.try_merge("sections", chains[0][0], chains[1][4]).await;
    assert_eq!(response.error_sources(422, "invalid-body"), ["/into"]);
    news.merge("sections", chains[0][0], chains[1][3]).await;
    news.reader().get("/v1/sections/b-1/b-2/b-3/b-4/a-2/a-3/a-4/a-5").await.ok();
}
