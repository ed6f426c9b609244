//! A walk through all operations with JSON, in an order in which each succeeds.

use serde_json::{Value, json};

use super::recorder::Recorder;

const NONE: Value = Value::Null;

/// A published article with comments.
const ARTICLE: &str = "13";

/// A draft.
const DRAFT: i64 = 21;

pub fn all_operations(recorder: &mut Recorder<'_>, password: &str) {
    readers(recorder);
    sign_in(recorder, "editor", password);
    taxonomy(recorder);
    let id = drafts(recorder);
    publishing(recorder, id);
    moderation(recorder);
    sign_in(recorder, "admin", password);
    administration(recorder);
    account(recorder, password);
}

fn sign_in(recorder: &mut Recorder<'_>, name: &str, password: &str) -> Value {
    recorder.access_token = None;
    let body = json!({"email": format!("{name}@demo.example.org"), "password": password});
    let tokens = recorder.send_body("login", NONE, body);
    recorder.access_token = tokens["access_token"].as_str().map(str::to_owned);
    tokens
}

fn readers(recorder: &mut Recorder<'_>) {
    for operation in ["get_keys", "get_health", "get_readiness", "get_site"] {
        recorder.send(operation, NONE, NONE);
    }
    recorder.send("list_section_tree", NONE, NONE);
    recorder.send("get_section", json!({"section": "harbour/ferries"}), NONE);
    for operation in ["list_articles", "list_authors", "list_tags", "list_most_read_articles"] {
        recorder.send(operation, NONE, json!({"limit": 2}));
    }
    let article = json!({"article": ARTICLE});
    recorder.send("get_article", article.clone(), NONE);
    for operation in ["list_comments", "list_corrections", "list_related_articles"] {
        recorder.send(operation, article.clone(), json!({"limit": 2}));
    }
    recorder.send("get_author", json!({"slug": "marisol-tennick"}), NONE);
    recorder.send("get_tag", json!({"slug": "transport"}), NONE);
    recorder.send("search_articles", NONE, json!({"q": "ferry", "limit": 2}));
    recorder.send("resolve_address", NONE, json!({"url": "/harbour/ferries"}));
    recorder.send("count_view", article.clone(), NONE);
    let comment =
        json!({"author_name": "Overdue again", "body": "Does this include the van that visits Great Ollet?"});
    recorder.send_body("submit_comment", article, comment);
    let comment = json!({"article": ARTICLE, "id": 25});
    recorder.send("like_comment", comment.clone(), NONE);
    recorder.send_body("report_comment", comment, json!({"reason": "off-topic"}));
}

fn taxonomy(recorder: &mut Recorder<'_>) {
    recorder.send("list_sections", NONE, NONE);
    recorder.send("list_editorial_authors", NONE, json!({"limit": 2}));
    recorder.send("list_editorial_tags", NONE, json!({"limit": 2}));
    recorder.send("get_editorial_section", json!({"id": 2}), NONE);
    recorder.send("get_editorial_author", json!({"id": 1}), NONE);
    recorder.send("get_editorial_tag", json!({"id": 1}), NONE);
    let section =
        json!({"name": "Weather", "parent_id": 4, "description": "Forecasts, tides and what the wind did."});
    let section = recorder.send_body("create_section", NONE, section)["id"].clone();
    let author =
        json!({"name": "Wilf Garrity", "bio": "Writes about weather.", "email": "wilf.garrity@example.org"});
    let author = recorder.send_body("create_author", NONE, author)["id"].clone();
    let tag =
        recorder.send_body("create_tag", NONE, json!({"name": "Storm Ida", "type": "event"}))["id"].clone();
    recorder.send_body("update_section", json!({"id": section}), json!({"position": 3}));
    recorder.send_body(
        "update_author",
        json!({"id": author}),
        json!({"bio": "Writes about weather and tides."}),
    );
    recorder.send_body("update_tag", json!({"id": tag}), json!({"name": "Storm Ida, 2026"}));
    recorder.send_body("merge_section", json!({"id": section}), json!({"into": 4}));
    recorder.send_body("merge_author", json!({"id": author}), json!({"into": 1}));
    recorder.send_body("merge_tag", json!({"id": tag}), json!({"into": 5}));
    for (create, delete, name) in [
        ("create_section", "delete_section", "Weather"),
        ("create_author", "delete_author", "Wilf Garrity"),
        ("create_tag", "delete_tag", "Storm Ida"),
    ] {
        let id = recorder.send_body(create, NONE, json!({"name": name, "slug": "weather"}))["id"].clone();
        recorder.send(delete, json!({"id": id}), NONE);
    }
    let redirect = json!({"from": "/2019/05/old-ferry-page.html", "to": "/harbour/ferries"});
    let redirect = recorder.send_body("create_redirect", NONE, redirect)["id"].clone();
    recorder.send("list_redirects", NONE, NONE);
    recorder.send("get_redirect", json!({"id": redirect}), NONE);
    recorder.send_body("update_redirect", json!({"id": redirect}), json!({"to": "/harbour"}));
    recorder.send("delete_redirect", json!({"id": redirect}), NONE);
    let redirects =
        json!({"redirects": [{"from": "/?p=123", "to": "/harbour"}, {"from": "/about-us", "to": "/town"}]});
    recorder.send_body("set_redirects", NONE, redirects);
}

/// Returns the id of a new article.
fn drafts(recorder: &mut Recorder<'_>) -> i64 {
    recorder.send("list_editorial_articles", NONE, json!({"limit": 2}));
    recorder.send("get_editorial_article", json!({"id": 13}), NONE);
    recorder.send("list_calendar", NONE, NONE);
    let article = json!({
        "headline": "Ferry back on its summer timetable",
        "lead": "The Annis Tew sails every hour again from Saturday.",
        "section_id": 2,
        "authors": [{"id": 1, "role": "reporter"}],
        "tag_ids": [1],
        "body": {"format": "markdown", "value": "The **Annis Tew** sails every hour again.\n\nThe last boat leaves at 22:40."}
    });
    let id = recorder.send_body("create_article", NONE, article.clone())["id"].as_i64().unwrap();
    let path = json!({"id": id});
    recorder.send_body(
        "update_article",
        path.clone(),
        json!({"kicker": "Harbour", "note": "Added a kicker."}),
    );
    let mut replacement = article;
    replacement["comments"] = json!({"policy": "open"});
    recorder.send_body("replace_article", path.clone(), replacement);
    recorder.send("validate_article", path.clone(), NONE);
    recorder.send("list_transitions", path.clone(), NONE);
    let preview = recorder.send_body("create_preview_token", path.clone(), json!({}));
    recorder.send("list_preview_tokens", path.clone(), NONE);
    recorder.send("show_preview", json!({"token": preview["token"]}), NONE);
    recorder.send("revoke_preview_token", json!({"id": id, "token_id": preview["id"]}), NONE);
    recorder.send("list_revisions", path, json!({"limit": 2}));
    recorder.send("compare_revisions", json!({"id": id, "a": 1, "b": 2}), NONE);
    recorder.send("get_revision", json!({"id": id, "number": 1}), NONE);
    recorder.send("restore_revision", json!({"id": id, "number": 3}), NONE);
    id
}

fn publishing(recorder: &mut Recorder<'_>, id: i64) {
    let path = json!({"id": id});
    recorder.send_body("take_transition", path.clone(), json!({"to": "publish"}));
    let correction = json!({"kind": "correction", "text": "The last boat leaves at 22:40, not at 22:14."});
    recorder.send_body("take_transition", path.clone(), json!({"to": "publish", "correction": correction}));
    let corrections = recorder.send("list_editorial_corrections", path.clone(), NONE);
    let correction = json!({"id": id, "correction": corrections["data"][0]["id"]});
    recorder.send_body(
        "mend_correction",
        correction.clone(),
        json!({"text": "The last boat leaves at 22:40."}),
    );
    recorder.send("withdraw_correction", correction, NONE);
    recorder.send_body(
        "submit_comment",
        json!({"article": id.to_string()}),
        json!({"author_name": "Peg", "body": "At last."}),
    );
    recorder.send_body("update_article", path.clone(), json!({"slug": "ferry-summer-timetable"}));
    recorder.send_body("take_transition", path.clone(), json!({"to": "publish"}));
    recorder.send("list_former_slugs", path.clone(), NONE);
    let former = json!({"id": id, "slug": "ferry-back-on-its-summer-timetable"});
    recorder.send("release_former_slug", former, NONE);
    let copy = recorder.send_body("copy_article", path, json!({}))["id"].clone();
    recorder.send("delete_article", json!({"id": copy}), NONE);
    let create = json!({"op": "create", "article": {"headline": "Bridge closed on Sunday"}});
    recorder.send_body("carry_out_batch", NONE, json!({"atomic": false, "operations": [create]}));
    recorder.send("get_site_settings", NONE, NONE);
    let description = json!({"description": "News of the harbour, the town and the islands."});
    recorder.send_body("update_site_settings", NONE, description);
    recorder.send("list_transitions", json!({"id": DRAFT}), NONE);
}

fn moderation(recorder: &mut Recorder<'_>) {
    recorder.send("list_editorial_comments", NONE, json!({"status": "pending", "limit": 2}));
    let comment = json!({"id": 24});
    recorder.send("get_editorial_comment", comment.clone(), NONE);
    recorder.send_body(
        "moderate_comment",
        comment.clone(),
        json!({"status": "rejected", "reason": "Off topic."}),
    );
    recorder.send("get_comment_history", comment.clone(), NONE);
    recorder.send("undo_moderation", comment.clone(), NONE);
    recorder.send_body("note_comment", comment, json!({"text": "The same reader wrote yesterday."}));
    recorder.send_body("moderate_comments", NONE, json!({"ids": [12, 38], "status": "spam"}));
    let rule = json!({"kind": "word", "value": "cheap rope", "action": "suspect"});
    let rule = json!({"id": recorder.send_body("create_comment_rule", NONE, rule)["id"]});
    recorder.send("list_comment_rules", NONE, NONE);
    recorder.send("get_comment_rule", rule.clone(), NONE);
    recorder.send_body("update_comment_rule", rule.clone(), json!({"action": "ban"}));
    recorder.send("delete_comment_rule", rule, NONE);
}

fn administration(recorder: &mut Recorder<'_>) {
    recorder.send("list_audit_log", NONE, json!({"limit": 2}));
    recorder.send("export_comments", NONE, json!({"email": "reader@example.org"}));
    recorder.send_body("erase_comments", NONE, json!({"email": "reader@example.org"}));
    recorder.send("list_users", NONE, json!({"limit": 2}));
    let user = json!({
        "email": "rae@example.org",
        "name": "Rae Holt",
        "role": "reporter",
        "password": "nine lanterns over the quay"
    });
    let user = json!({"id": recorder.send_body("create_user", NONE, user)["id"]});
    recorder.send("get_user", user.clone(), NONE);
    recorder.send_body("update_user", user.clone(), json!({"role": "editor", "sections": [1]}));
    recorder.send("delete_user", user, NONE);
    let key = json!({"name": "wire import", "scopes": ["articles:write"]});
    let key = json!({"id": recorder.send_body("create_api_key", NONE, key)["id"]});
    recorder.send("list_api_keys", NONE, NONE);
    recorder.send("get_api_key", key.clone(), NONE);
    recorder.send("revoke_api_key", key, NONE);
}

fn account(recorder: &mut Recorder<'_>, password: &str) {
    let tokens = sign_in(recorder, "reporter", password);
    recorder.send("get_me", NONE, NONE);
    let tokens = recorder.send_body("refresh", NONE, json!({"refresh_token": tokens["refresh_token"]}));
    recorder.access_token = tokens["access_token"].as_str().map(str::to_owned);
    recorder.send("list_sessions", NONE, NONE);
    let new_password = "nine lanterns over the quay";
    let change = json!({"current_password": password, "new_password": new_password});
    recorder.send_body("change_password", NONE, change);
    sign_in(recorder, "reporter", new_password);
    let sessions = recorder.send("list_sessions", NONE, NONE);
    let other = sessions["data"].as_array().unwrap().iter().find(|session| session["current"] == false);
    if let Some(other) = other {
        recorder.send("end_session", json!({"id": other["id"]}), NONE);
    }
    recorder.send("logout", NONE, NONE);
}
