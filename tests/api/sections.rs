//! The tree of sections, in the delivery API and in the editorial API.

use serde_json::{Value, json};

use crate::harness::{Newsroom, scenarios};

scenarios![
    a_section_can_be_created_read_changed_and_deleted,
    the_tree_is_ordered_by_position_then_name,
    a_new_position_moves_a_section_among_its_siblings,
    a_section_is_read_by_id_or_path_with_its_breadcrumb,
    sibling_sections_need_distinct_slugs_and_others_may_share_one,
    moving_a_section_moves_its_subsections,
    a_section_cannot_take_the_path_of_another_section,
    a_section_cannot_be_moved_under_itself,
    every_fault_of_a_section_is_reported_together,
    the_paths_of_authors_and_tags_are_reserved,
    a_section_in_use_cannot_be_deleted,
    a_change_of_a_section_needs_the_current_version,
    the_depth_limit_includes_moved_subsections,
];

const SECTIONS: &str = "/v1/editorial/sections";

async fn create_section(news: &Newsroom, section: Value) -> i64 {
    news.editor().post(SECTIONS, section).await.created()["id"].as_i64().unwrap()
}

fn names(nodes: &Value) -> Vec<&str> {
    nodes.as_array().unwrap().iter().map(|node| node["name"].as_str().unwrap()).collect()
}

async fn a_section_can_be_created_read_changed_and_deleted(news: Newsroom) {
    let response =
        news.editor().post(SECTIONS, json!({"name": "World News", "description": "From afar."})).await;
    let section = response.created();
    let path = response.header("location").to_owned();
    assert_eq!(
        (&section["slug"], &section["path"], &section["position"]),
        (&json!("world-news"), &json!("world-news"), &json!(0))
    );
    assert_eq!(news.reporter().get(&path).await.ok(), section);
    let changed =
        news.editor().patch(&path, &response.etag(), json!({"description": null, "position": 3})).await;
    assert_eq!((&changed.ok()["description"], &changed.ok()["position"]), (&Value::Null, &json!(3)));
    assert_eq!(changed.ok()["slug"], "world-news");
    assert_eq!(news.editor().get(SECTIONS).await.ok()["data"], json!([changed.ok()]));
    news.editor().delete(&path, &changed.etag()).await.expect(204);
    news.editor().get(&path).await.problem(404, "not-found");
    assert_eq!(news.reader().get("/v1/sections").await.ok()["data"], json!([]));
}

async fn the_tree_is_ordered_by_position_then_name(news: Newsroom) {
    let world = create_section(&news, json!({"name": "World", "position": 2})).await;
    create_section(&news, json!({"name": "Sport", "position": 1})).await;
    create_section(&news, json!({"name": "Arts", "position": 1})).await;
    create_section(&news, json!({"name": "Asia", "parent_id": world})).await;
    let africa = create_section(&news, json!({"name": "Africa", "parent_id": world})).await;
    create_section(&news, json!({"name": "Kenya", "parent_id": africa})).await;
    let tree = news.reader().get("/v1/sections").await.ok();
    assert_eq!(names(&tree["data"]), ["Arts", "Sport", "World"]);
    let world = &tree["data"][2];
    assert_eq!(names(&world["children"]), ["Africa", "Asia"]);
    assert_eq!(names(&world["children"][0]["children"]), ["Kenya"]);
    assert_eq!(world["children"][0]["url"], "https://news.example/world/africa");
    let with_depth = news.reader().get("/v1/sections?depth=1").await.ok();
    assert_eq!(names(&with_depth["data"][2]["children"]), ["Africa", "Asia"]);
    assert_eq!(with_depth["data"][2]["children"][0]["children"], json!([]));
    assert_eq!(news.reader().get("/v1/sections?depth=0").await.ok()["data"][2]["children"], json!([]));
    assert_eq!(
        news.reader().get("/v1/sections?depth=-1").await.error_sources(400, "invalid-query"),
        ["depth"]
    );
}

async fn a_new_position_moves_a_section_among_its_siblings(news: Newsroom) {
    let mut sections = Vec::new();
    for (position, name) in (1..).zip(["Arts", "Sport", "World"]) {
        sections.push(create_section(&news, json!({"name": name, "position": position})).await);
    }
    for (section, position, order) in [
        (sections[0], 4, ["Sport", "World", "Arts"]),
        (sections[1], 3, ["Sport", "World", "Arts"]),
        (sections[2], -1, ["World", "Sport", "Arts"]),
    ] {
        news.change(&format!("{SECTIONS}/{section}"), json!({"position": position})).await;
        assert_eq!(names(&news.reader().get("/v1/sections").await.ok()["data"]), order);
    }
}

async fn a_section_is_read_by_id_or_path_with_its_breadcrumb(news: Newsroom) {
    let iran = create_section(&news, json!({"name": "Iran"})).await;
    let nested = create_section(&news, json!({"name": "iran", "parent_id": iran})).await;
    let section = news.reader().get("/v1/sections/iran/iran").await.ok();
    assert_eq!(section["id"], nested);
    assert_eq!(
        section["breadcrumb"],
        json!([{"path": "iran", "name": "Iran"}, {"path": "iran/iran", "name": "iran"}])
    );
    assert_eq!(news.reader().get("/v1/sections/iran%2Firan").await.ok(), section);
    assert_eq!(news.reader().get(&format!("/v1/sections/{nested}")).await.ok(), section);
    let top = news.reader().get("/v1/sections/iran").await.ok();
    assert_eq!((&top["id"], names(&top["children"])), (&json!(iran), vec!["iran"]));
    for unknown in ["nowhere", "iran/", "/iran", "iran/iran/iran", "IRAN", "999", "%00", "iran%00"] {
        news.reader().get(&format!("/v1/sections/{unknown}")).await.problem(404, "not-found");
    }
}

async fn sibling_sections_need_distinct_slugs_and_others_may_share_one(news: Newsroom) {
    let world = create_section(&news, json!({"name": "World"})).await;
    create_section(&news, json!({"name": "Sport"})).await;
    create_section(&news, json!({"name": "Sport", "parent_id": world})).await;
    let response = news.editor().post(SECTIONS, json!({"name": "Other", "slug": "sport"})).await;
    assert_eq!(response.error_sources(409, "slug-taken"), ["/slug"]);
    assert_eq!(response.json()["suggested_slug"], "sport-2");
    let path = format!("{SECTIONS}/{world}");
    let response =
        news.editor().patch(&path, &news.editor().etag_of(&path).await, json!({"slug": "sport"})).await;
    assert_eq!(response.error_sources(409, "slug-taken"), ["/slug"]);
    assert_eq!(news.editor().get(&path).await.ok()["slug"], "world");
}

async fn moving_a_section_moves_its_subsections(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let world = create_section(&news, json!({"name": "World"})).await;
    let asia = create_section(&news, json!({"name": "Asia", "parent_id": world})).await;
    let iran = create_section(&news, json!({"name": "Iran", "parent_id": asia})).await;
    create_section(&news, json!({"name": "World cup"})).await;
    let id = news.publish_with(&taxonomy, json!({"headline": "Ferry", "section_id": iran})).await;
    let path = format!("{SECTIONS}/{asia}");
    let changed = json!({"parent_id": taxonomy.section, "slug": "far-east"});
    news.editor().patch(&path, &news.editor().etag_of(&path).await, changed).await.ok();
    assert_eq!(
        news.reader().get(&format!("/v1/sections/{iran}")).await.ok()["path"],
        "harbour/far-east/iran"
    );
    news.reader().get("/v1/sections/world-cup").await.ok();
    let article = news.reader().get(&format!("/v1/articles/{id}")).await.ok();
    assert_eq!(article["url"], format!("https://news.example/harbour/far-east/iran/{id}/ferry"));
    assert_eq!(article["breadcrumb"][1], json!({"path": "harbour/far-east", "name": "Asia"}));
    assert_eq!(news.reader().get("/v1/articles?section=harbour").await.ok()["data"][0]["id"], id);
    assert_eq!(news.reader().get("/v1/articles?section=world").await.ok()["data"], json!([]));
    let to_top = json!({"parent_id": null});
    news.editor().patch(&path, &news.editor().etag_of(&path).await, to_top).await.ok();
    assert_eq!(news.reader().get(&format!("/v1/sections/{iran}")).await.ok()["path"], "far-east/iran");
}

async fn a_section_cannot_take_the_path_of_another_section(news: Newsroom) {
    let world = create_section(&news, json!({"name": "World"})).await;
    create_section(&news, json!({"name": "Asia", "parent_id": world})).await;
    let abroad = create_section(&news, json!({"name": "Abroad"})).await;
    create_section(&news, json!({"name": "Asia", "parent_id": abroad})).await;
    let nested = create_section(&news, json!({"name": "World", "parent_id": abroad})).await;
    create_section(&news, json!({"name": "Asia", "parent_id": nested})).await;
    let before = news.editor().get(SECTIONS).await.ok();
    for (section, change) in [(abroad, json!({"slug": "world"})), (nested, json!({"parent_id": null}))] {
        let changed = news.editor().patch(&format!("{SECTIONS}/{section}"), "*", change).await;
        assert_eq!(changed.error_sources(409, "slug-taken"), ["/slug"]);
    }
    assert_eq!(news.editor().get(SECTIONS).await.ok(), before);
}

async fn a_section_cannot_be_moved_under_itself(news: Newsroom) {
    let world = create_section(&news, json!({"name": "World"})).await;
    let asia = create_section(&news, json!({"name": "Asia", "parent_id": world})).await;
    let path = format!("{SECTIONS}/{world}");
    for parent in [world, asia] {
        let etag = news.editor().etag_of(&path).await;
        let response = news.editor().patch(&path, &etag, json!({"parent_id": parent})).await;
        assert_eq!(response.error_sources(422, "invalid-body"), ["/parent_id"]);
    }
    assert_eq!(names(&news.reader().get("/v1/sections").await.ok()["data"]), ["World"]);
}

async fn every_fault_of_a_section_is_reported_together(news: Newsroom) {
    let invalid =
        json!({"name": "a\nb", "slug": "Not A Slug", "parent_id": "top", "position": 1.5, "colour": "red"});
    let response = news.editor().post(SECTIONS, invalid).await;
    assert_eq!(
        response.error_sources(422, "invalid-body"),
        ["/colour", "/name", "/parent_id", "/position", "/slug"]
    );
    assert_eq!(news.editor().post(SECTIONS, json!({})).await.error_sources(422, "invalid-body"), ["/name"]);
    assert_eq!(
        news.editor().post(SECTIONS, json!({"name": "2024"})).await.error_sources(422, "invalid-body"),
        ["/slug"]
    );
    let orphan = news.editor().post(SECTIONS, json!({"name": "A", "parent_id": 99})).await;
    assert_eq!(orphan.error_sources(422, "invalid-body"), ["/parent_id"]);
    let mut parent = Value::Null;
    for level in 1..=8 {
        parent = json!(
            create_section(&news, json!({"name": format!("Level {level}"), "parent_id": parent})).await
        );
    }
    let ninth = news.editor().post(SECTIONS, json!({"name": "Level 9", "parent_id": parent})).await;
    assert_eq!(ninth.error_sources(422, "invalid-body"), ["/parent_id"]);
}

async fn the_paths_of_authors_and_tags_are_reserved(news: Newsroom) {
    let world = create_section(&news, json!({"name": "World"})).await;
    for name in ["Authors", "Tags"] {
        assert_eq!(
            news.editor().post(SECTIONS, json!({"name": name})).await.error_sources(422, "invalid-body"),
            ["/slug"]
        );
        create_section(&news, json!({"name": name, "parent_id": world})).await;
    }
}

async fn a_section_in_use_cannot_be_deleted(news: Newsroom) {
    let taxonomy = news.taxonomy().await;
    let subsection = create_section(&news, json!({"name": "Ferries", "parent_id": taxonomy.section})).await;
    let parent = format!("{SECTIONS}/{}", taxonomy.section);
    news.editor().delete(&parent, r#""1""#).await.problem(409, "in-use");
    let mut draft = taxonomy.article("Ferry");
    draft["section_id"] = json!(subsection);
    news.editor().post("/v1/editorial/articles", draft).await.created();
    news.editor().delete(&format!("{SECTIONS}/{subsection}"), r#""1""#).await.problem(409, "in-use");
    assert_eq!(names(&news.reader().get("/v1/sections").await.ok()["data"]), ["Harbour"]);
}

async fn a_change_of_a_section_needs_the_current_version(news: Newsroom) {
    let path = format!("{SECTIONS}/{}", create_section(&news, json!({"name": "World"})).await);
    news.editor().patch(&path, r#""1""#, json!({"position": 1})).await.ok();
    let stale = news.editor().patch(&path, r#""1""#, json!({"position": 2})).await;
    assert_eq!(stale.problem(412, "version-mismatch")["current_version"], 2);
    news.editor().delete(&path, r#""1""#).await.problem(412, "version-mismatch");
    let without_version = news.editor().request(actix_web::http::Method::DELETE, &path).send().await;
    without_version.problem(428, "precondition-required");
    for unknown in ["0", "x", "99"] {
        news.editor().delete(&format!("{SECTIONS}/{unknown}"), r#""1""#).await.problem(404, "not-found");
    }
}

async fn the_depth_limit_includes_moved_subsections(news: Newsroom) {
    let mut chains = Vec::new();
    for chain in ["a", "b"] {
        let mut parent = Value::Null;
        let mut ids = Vec::new();
        for level in 1..=5 {
            let id =
                create_section(&news, json!({"name": format!("{chain} {level}"), "parent_id": parent})).await;
            parent = json!(id);
            ids.push(id);
        }
        chains.push(ids);
    }
    let path = format!("{SECTIONS}/{}", chains[1][0]);
    let too_deep = news.editor().patch(&path, "*", json!({"parent_id": chains[0][3]})).await;
    assert_eq!(too_deep.error_sources(422, "invalid-body"), ["/parent_id"]);
    news.editor().patch(&path, "*", json!({"parent_id": chains[0][2]})).await.ok();
}
