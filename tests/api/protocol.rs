//! HTTP and JSON, the same for every operation.

use actix_web::http::Method;
use serde_json::json;

use crate::harness::{Answer, Newsroom, PASSWORD, scenarios};

scenarios![
    what_is_not_strict_json_is_refused,
    a_body_is_of_one_kind,
    a_body_over_one_mebibyte_is_refused,
    a_deep_body_is_refused,
    only_json_in_utf_8_is_taken,
    a_body_that_is_no_object_is_refused,
    a_list_is_no_object_at_any_depth,
    a_member_of_the_wrong_type_is_told_what_it_must_be,
    an_unknown_address_is_a_problem_too,
    every_answer_has_the_headers_that_keep_browsers_safe,
    a_method_that_is_not_there_is_answered_with_those_that_are,
    every_operation_refuses_an_unknown_parameter,
    every_problem_code_has_a_page,
    what_a_browser_shows_by_itself_runs_and_loads_nothing,
    a_host_is_a_name_and_a_port,
    what_nobody_sees_is_no_text_in_any_operation,
    an_email_member_is_an_address_in_every_operation,
    a_request_keeps_its_id_or_gets_one,
    delivery_is_open_to_pages_of_every_origin,
    the_newsroom_is_open_to_pages_of_its_own_origins_only,
    the_document_is_the_one_that_the_code_makes,
    the_documentation_page_loads_nothing_from_elsewhere,
    the_server_says_that_it_lives_and_can_work,
    a_server_that_is_stopping_says_that_it_cannot_take_more,
];

async fn send(news: &Newsroom, media_type: &str, body: impl Into<Vec<u8>>) -> Answer {
    let request = news.editor().request(Method::POST, "/v1/editorial/tags");
    request.header("Content-Type", media_type).bytes(body).send().await
}

async fn what_is_not_strict_json_is_refused(news: Newsroom) {
    let bodies: [&[u8]; 9] = [
        b"",
        b"{",
        br#"{"name": "a", "name": "b"}"#,
        b"\xEF\xBB\xBF{\"name\": \"a\"}",
        br#"{"name": "\ud800"}"#,
        b"{\"name\": \"\xff\"}",
        br#"{"name": "a"} x"#,
        br#"{"name": 'a'}"#,
        b"{\"name\": \"a\0b\"}",
    ];
    for body in bodies {
        send(&news, "application/json", body).await.problem(400, "invalid-json");
    }
    let nul = send(&news, "application/json", br#"{"name": "a\u0000b"}"#.as_slice()).await;
    assert_eq!(nul.culprits(422, "invalid-body"), ["/name"]);
    assert_eq!(news.reader().get("/v1/tags").await.ok()["data"], json!([]));
}

async fn a_body_is_of_one_kind(news: Newsroom) {
    for (name, first, second) in [
        ("content-type", "application/json", "text/plain"),
        ("content-type", "application/json", "application/json"),
        ("content-encoding", "identity", "gzip"),
    ] {
        let request = news.editor().request(Method::POST, "/v1/editorial/tags").header(name, first);
        let request = request.header(name, second).bytes(r#"{"name": "Ferry"}"#);
        request.send().await.problem(415, "unsupported-media-type");
    }
    // Lists go on in further lines.
    let request = news.reader().request(Method::GET, "/v1/tags").header("accept", "text/html");
    request.header("accept", "application/json").send().await.ok();
}

async fn a_body_over_one_mebibyte_is_refused(news: Newsroom) {
    let mebibyte = 1 << 20;
    let fitting = |size: usize| format!("{{\"name\": \"{}\"}}", "a".repeat(size - 12));
    assert_eq!(fitting(mebibyte).len(), mebibyte);
    let just = send(&news, "application/json", fitting(mebibyte)).await;
    assert_eq!(just.culprits(422, "invalid-body"), ["/name"]);
    send(&news, "application/json", fitting(mebibyte + 1)).await.problem(413, "too-large");
}

async fn a_deep_body_is_refused(news: Newsroom) {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    send(&news, "application/json", deep).await.problem(400, "invalid-json");
    send(&news, "application/json", "[".repeat(500_000)).await.problem(400, "invalid-json");
}

async fn only_json_in_utf_8_is_taken(news: Newsroom) {
    let tag = r#"{"name": "Ferry"}"#;
    for media_type in [
        "",
        "text/plain",
        "application/xml",
        "application/json; charset=utf-16",
        "application/jsonp",
        "application/merge-patch+json",
        "multipart/form-data; boundary=x",
    ] {
        send(&news, media_type, tag).await.problem(415, "unsupported-media-type");
    }
    let compressed =
        news.editor().request(Method::POST, "/v1/editorial/tags").header("Content-Encoding", "gzip");
    compressed
        .header("Content-Type", "application/json")
        .bytes(tag)
        .send()
        .await
        .problem(415, "unsupported-media-type");
    send(&news, "Application/JSON; Charset=UTF-8", tag).await.created();
    let patch = news.editor().request(Method::PATCH, "/v1/editorial/tags/1").header("If-Match", "*");
    patch
        .header("Content-Type", "application/merge-patch+json")
        .bytes(r#"{"type": "event"}"#)
        .send()
        .await
        .ok();
}

async fn a_body_that_is_no_object_is_refused(news: Newsroom) {
    for body in ["[]", "null", "5", "\"x\"", "true"] {
        assert_eq!(send(&news, "application/json", body).await.culprits(422, "invalid-body"), [""], "{body}");
    }
    news.editor().post("/v1/editorial/tags", json!({"name": "Ferry"})).await.created();
    let patch = news.editor().patch("/v1/editorial/tags/1", "*", json!(["name"])).await;
    assert_eq!(patch.culprits(422, "invalid-body"), [""]);
}

/// The places that an answer finds to be of the wrong type.
#[track_caller]
fn of_the_wrong_type(answer: &Answer) -> Vec<String> {
    let places = answer.culprits(422, "invalid-body");
    let problem = answer.json();
    assert!(
        problem["errors"].as_array().unwrap().iter().all(|fault| fault["code"] == "wrong-type"),
        "{problem}"
    );
    places
}

async fn a_list_is_no_object_at_any_depth(news: Newsroom) {
    let articles = "/v1/editorial/articles";
    let id = news.publish(&news.desk().await, "Ferry").await;
    let lists = json!({
        "headline": "Ferry", "authors": [{"id": 1}, [1, "photographer"]], "body": ["markdown", "Words."],
        "comments": ["open"], "lead_image": ["https://example.org/a.jpg"], "seo": ["Ferry", "It sails."],
    });
    let expected = ["/authors/1", "/body", "/comments", "/lead_image", "/seo"];
    assert_eq!(of_the_wrong_type(&news.editor().post(articles, lists.clone()).await), expected);
    let article = format!("{articles}/{id}");
    assert_eq!(of_the_wrong_type(&news.editor().patch(&article, "*", lists.clone()).await), expected);
    let put = news.editor().request(Method::PUT, &article).header("If-Match", "*").json(lists).send().await;
    assert_eq!(of_the_wrong_type(&put), expected);
    let step = json!({"to": "publish", "correction": ["correction", "It sails hourly."]});
    assert_eq!(of_the_wrong_type(&news.editor().step(id, "*", step).await), ["/correction"]);
    let create = json!({"op": "create", "article": {"headline": "Ferry"}});
    let batch = json!({"operations": [create, ["create", null, null, {"headline": "Ferry"}]]});
    let batch = news.editor().post(&format!("{articles}/batch"), batch).await;
    assert_eq!(of_the_wrong_type(&batch), ["/operations/1"]);
    let author = json!({"name": "Bo", "image": ["https://example.org/a.jpg"], "links": [["Web", "https://example.org"]]});
    let author = news.editor().post("/v1/editorial/authors", author).await;
    assert_eq!(of_the_wrong_type(&author), ["/image", "/links/0"]);
    assert_eq!(news.editor().get(articles).await.ok()["data"].as_array().unwrap().len(), 1);
}

async fn a_member_of_the_wrong_type_is_told_what_it_must_be(news: Newsroom) {
    let detail = |answer: Answer| {
        assert_eq!(of_the_wrong_type(&answer).len(), 1);
        answer.json()["errors"][0]["detail"].as_str().unwrap().to_owned()
    };
    let id = news.publish(&news.desk().await, "Ferry").await;
    assert_eq!(detail(news.editor().step(id, "*", json!({"to": 5})).await), "must be a string");
    let batch = json!({"operations": [{"op": 5}]});
    let batch = news.editor().post("/v1/editorial/articles/batch", batch).await;
    assert_eq!(detail(batch), "must be a string");
    for (member, words) in
        [(json!({"type": {"topic": null}}), "must be a string"), (json!({"name": 5}), "must be a string")]
    {
        assert_eq!(detail(news.editor().patch("/v1/editorial/tags/1", "*", member).await), words);
    }
    for (member, words) in [
        (json!({"is_breaking": "yes"}), "must be `true` or `false`"),
        (json!({"section_id": "one"}), "must be a whole number"),
        (json!({"tag_ids": {}}), "must be a list"),
        (json!({"seo": 5}), "must be an object"),
        (json!({"body": {"format": "html", "value": 5}}), "must be a string or a list of blocks"),
    ] {
        let article = format!("/v1/editorial/articles/{id}");
        assert_eq!(detail(news.editor().patch(&article, "*", member).await), words);
    }
}

async fn an_unknown_address_is_a_problem_too(news: Newsroom) {
    for path in [
        "/",
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v2/articles",
        "/v1/editorial/nothing",
        "/v1/articles/1/nothing",
        "/admin",
        "/v1//articles",
    ] {
        let problem = news.reader().get(path).await.problem(404, "not-found");
        assert_eq!(problem["instance"], path);
        assert_eq!(problem["type"], "/problems/not-found");
    }
}

async fn every_answer_has_the_headers_that_keep_browsers_safe(news: Newsroom) {
    for path in
        ["/v1/articles", "/v1/articles/none", "/v1/auth/me", "/docs", "/openapi.json", "/healthz", "/none"]
    {
        let answer = news.reader().get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "strict-origin-when-cross-origin", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "max-age=31536000", "{path}");
        assert_eq!((answer.header("server"), answer.header("x-powered-by")), ("", ""), "{path}");
    }
}

async fn a_method_that_is_not_there_is_answered_with_those_that_are(news: Newsroom) {
    for (method, path, allowed) in [
        (Method::DELETE, "/v1/articles", "GET, HEAD"),
        (Method::PUT, "/v1/articles/1/comments", "GET, HEAD, POST"),
        (Method::GET, "/v1/auth/login", "POST"),
        (Method::POST, "/v1/sections/world/asia", "GET, HEAD"),
        (Method::DELETE, "/v1/feeds/sections/world/asia.rss", "GET, HEAD"),
        (Method::POST, "/v1/editorial/articles/1", "GET, HEAD, PUT, PATCH, DELETE"),
        (Method::PATCH, "/v1/editorial/comments/batch", "POST"),
        (Method::GET, "/v1/editorial/articles/batch", "POST"),
        (Method::PATCH, "/v1/editorial/comments/export", "GET, HEAD"),
        (Method::DELETE, "/v1/editorial/comments/erasures", "POST"),
        (Method::TRACE, "/healthz", "GET, HEAD"),
    ] {
        let answer = news.reader().request(method, path).send().await;
        answer.problem(405, "method-not-allowed");
        assert_eq!(answer.header("allow"), allowed, "{path}");
    }
    // What is no number is no id, with any method.
    for path in ["/v1/editorial/tags/x", "/v1/editorial/articles/x", "/v1/editorial/articles/1/revisions/x"] {
        for method in [Method::GET, Method::PATCH, Method::TRACE] {
            news.editor().request(method, path).send().await.problem(404, "not-found");
        }
    }
    let options = news.reader().request(Method::OPTIONS, "/v1/editorial/articles").send().await;
    assert_eq!(options.expect(204).header("allow"), "GET, HEAD, POST");
}

async fn every_operation_refuses_an_unknown_parameter(news: Newsroom) {
    for (method, path) in news.operations(|_| true) {
        let answer = news.editor().request(method.clone(), &format!("{path}?bogus=1")).send().await;
        assert_eq!(answer.culprits(400, "invalid-query"), ["bogus"], "{method} {path}");
    }
}

async fn every_problem_code_has_a_page(news: Newsroom) {
    for code in broadsheet::http::Code::ALL {
        let page = news.reader().get(&format!("/problems/{}", code.name())).await;
        assert!(page.expect(200).text().contains(code.title()));
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    }
    news.reader().get("/problems/nothing").await.problem(404, "not-found");
}

async fn a_request_keeps_its_id_or_gets_one(news: Newsroom) {
    let with = async |id: &str| {
        let answer = news.reader().request(Method::GET, "/v1/site").header("X-Request-Id", id).send().await;
        answer.header("x-request-id").to_owned()
    };
    assert_eq!(with("desk-42_a.B").await, "desk-42_a.B");
    for malformed in ["", "a b", "<script>", &"x".repeat(65)] {
        let given = with(malformed).await;
        assert!(given != malformed && !given.is_empty());
    }
    let ids: Vec<String> = [news.reader().get("/healthz").await, news.reader().get("/healthz").await]
        .iter()
        .map(|answer| answer.header("x-request-id").to_owned())
        .collect();
    assert_ne!(ids[0], ids[1]);
}

async fn delivery_is_open_to_pages_of_every_origin(news: Newsroom) {
    let from =
        |method, path: &str| news.reader().request(method, path).header("Origin", "https://app.example");
    let answer = from(Method::GET, "/v1/articles").send().await;
    answer.ok();
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.header("access-control-expose-headers").to_lowercase().contains("etag"));
    let missing = from(Method::GET, "/v1/articles/none").send().await;
    missing.problem(404, "not-found");
    assert_eq!(missing.header("access-control-allow-origin"), "*");
    let preflight = from(Method::OPTIONS, "/v1/articles/1/comments")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type")
        .send()
        .await;
    assert_eq!(preflight.expect(200).header("access-control-allow-origin"), "*");
}

async fn the_newsroom_is_open_to_pages_of_its_own_origins_only(news: Newsroom) {
    for (origin, allowed) in [("https://desk.example", "https://desk.example"), ("https://evil.example", "")]
    {
        let answer = news
            .editor()
            .request(Method::GET, "/v1/editorial/articles")
            .header("Origin", origin)
            .send()
            .await;
        assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origin}");
        let preflight =
            news.reader().request(Method::OPTIONS, "/v1/editorial/articles/1").header("Origin", origin);
        let preflight = preflight
            .header("Access-Control-Request-Method", "PATCH")
            .header("Access-Control-Request-Headers", "authorization,if-match,content-type");
        assert_eq!(preflight.send().await.header("access-control-allow-origin"), allowed, "{origin}");
    }
}

async fn what_a_browser_shows_by_itself_runs_and_loads_nothing(news: Newsroom) {
    let desk = news.desk().await;
    news.publish(&desk, "Ferry").await;
    for path in [
        "/problems",
        "/problems/not-found",
        "/v1/feeds/latest.rss",
        "/v1/feeds/latest.atom",
        "/v1/sitemaps/index.xml",
        "/v1/sitemaps/news.xml",
        "/docs/page.js",
    ] {
        let page = news.reader().get(path).await;
        let policy = page.expect(200).header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
    }
    let list = news.reader().get("/problems").await.text();
    assert!(list.contains(r#"<a href="/problems/rule-exists">"#), "{list}");
}

async fn a_host_is_a_name_and_a_port(news: Newsroom) {
    let get = async |host: &str| {
        let request = news.reader().request(Method::GET, "/v1/site");
        request.header("Host", host).send().await
    };
    for host in ["news.example", "news.example:8080", "192.0.2.1", "[2001:db8::1]:80", "[::1]", "a:", "a_b"] {
        get(host).await.ok();
    }
    for host in [
        "u:p@a",
        "u@news.example",
        "a b",
        "a/b",
        "a?b",
        "http://a",
        "a:b",
        "<a>",
        "[::1",
        "a:+80",
        "a:99999",
        "[x]",
        "[::1]b:80",
        "a,b c",
    ] {
        let problem = get(host).await.problem(400, "bad-request");
        assert!(problem["detail"].as_str().unwrap().starts_with("`Host`"), "{host}");
        assert!(!problem["request_id"].as_str().unwrap().is_empty());
    }
}

async fn what_nobody_sees_is_no_text_in_any_operation(news: Newsroom) {
    let desk = news.desk().await;
    let article = news.publish(&desk, "Ferry").await;
    for blank in
        ["  ", "\u{200b}", "\u{2060}\u{feff}", "\u{ad}", "\u{200e}", "\u{3164}", "\u{2800}", "\u{e0020}"]
    {
        for (path, body, member) in [
            ("/v1/editorial/articles", json!({"headline": blank}), "/headline"),
            ("/v1/editorial/sections", json!({"name": blank}), "/name"),
            ("/v1/editorial/authors", json!({"name": blank}), "/name"),
            ("/v1/editorial/tags", json!({"name": blank}), "/name"),
            (
                "/v1/editorial/users",
                json!({"name": blank, "email": "x@news.example", "role": "editor", "password": PASSWORD}),
                "/name",
            ),
            ("/v1/editorial/api-keys", json!({"name": blank, "scopes": ["articles:read"]}), "/name"),
            (
                "/v1/editorial/comment-rules",
                json!({"kind": "word", "value": blank, "action": "ban"}),
                "/value",
            ),
        ] {
            let refused = news.admin().post(path, body).await;
            assert_eq!(refused.culprits(422, "invalid-body"), [member], "{path} {blank:?}");
        }
        let comment = json!({"author_name": blank, "body": blank});
        let refused = news.reader().post(&format!("/v1/articles/{article}/comments"), comment).await;
        assert_eq!(refused.culprits(422, "invalid-body"), ["/author_name", "/body"], "{blank:?}");
        let kill = json!({"to": "kill", "reason": blank});
        let path = format!("/v1/editorial/articles/{article}");
        let request = news.admin().request(Method::POST, &format!("{path}/transitions"));
        let refused = request.header("If-Match", &news.admin().etag_of(&path).await).json(kill).send().await;
        assert_eq!(refused.culprits(422, "invalid-body"), ["/reason"], "{blank:?}");
        for (format, value) in [("markdown", blank.to_owned()), ("html", format!("<p>{blank}</p>"))] {
            let body = json!({"format": format, "value": value});
            let draft = desk.article("Pier").as_object().unwrap().clone();
            let draft =
                draft.into_iter().chain([("body".to_owned(), body)]).collect::<serde_json::Map<_, _>>();
            let made = news.editor().post("/v1/editorial/articles", draft.into()).await;
            let id = made.created()["id"].as_i64().unwrap();
            let refused = news.editor().transition(id, &made.etag(), "publish").await;
            assert_eq!(refused.culprits(422, "not-publishable"), ["/body"], "{format} {blank:?}");
        }
    }
}

async fn an_email_member_is_an_address_in_every_operation(news: Newsroom) {
    let desk = news.desk().await;
    let article = news.publish(&desk, "Ferry").await;
    for (email, is_address) in [
        ("<script>@b.example", false),
        ("\"<b>\"@b.example", false),
        ("a@-b.c", false),
        ("a@b", false),
        ("Jo <jo@b.example>", false),
        ("jo.o'hara+news@b.example", true),
    ] {
        let user = json!({"name": "Jo", "email": email, "role": "editor", "password": PASSWORD});
        let comment = json!({"author_name": "Jo", "body": format!("Hello {email}."), "author_email": email});
        let author = json!({"name": format!("Jo {email}"), "email": email});
        let rule = json!({"kind": "email", "value": email, "action": "ban"});
        for (answer, member) in [
            (news.admin().post("/v1/editorial/users", user).await, "/email"),
            (news.admin().post("/v1/editorial/authors", author).await, "/email"),
            (news.admin().post("/v1/editorial/comment-rules", rule).await, "/value"),
            (news.reader().post(&format!("/v1/articles/{article}/comments"), comment).await, "/author_email"),
        ] {
            if is_address {
                assert!(answer.status.is_success(), "{member} {email}: {}", answer.text());
            } else {
                let culprits = answer.culprits(422, "invalid-body");
                assert!(culprits.contains(&member.to_owned()), "{member} {email}: {culprits:?}");
            }
        }
    }
}

async fn the_document_is_the_one_that_the_code_makes(news: Newsroom) {
    let served = news.reader().get("/openapi.json").await;
    let committed: serde_json::Value =
        serde_json::from_str(include_str!("../../openapi/openapi.json")).unwrap();
    assert!(
        served.ok() == committed,
        "openapi/openapi.json is out of date: cargo run -- openapi > openapi/openapi.json"
    );
    assert_eq!(committed["openapi"], "3.1.0");
}

async fn the_documentation_page_loads_nothing_from_elsewhere(news: Newsroom) {
    let page = news.reader().get("/docs").await;
    let html = page.expect(200).text();
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    assert!(!html.contains("http://") && !html.contains("https://"), "{html}");
    let sources = html.split("src=\"").chain(html.split("rel=\"stylesheet\" href=\"")).skip(1);
    let files: Vec<&str> =
        sources.map(|rest| rest.split('"').next().unwrap()).filter(|f| f.starts_with("/docs/")).collect();
    assert_eq!(files.len(), 3, "{files:?}");
    for file in files {
        let answer = news.reader().get(file).await;
        assert!(answer.expect(200).body.len() > 500, "{file}");
    }
    news.reader().get("/docs/nothing.js").await.problem(404, "not-found");
}

async fn the_server_says_that_it_lives_and_can_work(news: Newsroom) {
    assert_eq!(news.reader().get("/healthz").await.ok(), json!({"status": "ok"}));
    assert_eq!(news.reader().get("/readyz").await.ok(), json!({"status": "ok"}));
}

async fn a_server_that_is_stopping_says_that_it_cannot_take_more(news: Newsroom) {
    news.drain();
    let answer = news.reader().get("/readyz").await;
    answer.problem(503, "overloaded");
    assert_eq!(answer.header("retry-after"), "1");
    news.reader().get("/healthz").await.ok();
    news.reader().get("/v1/site").await.ok();
}
