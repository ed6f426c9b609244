//! Fills an empty database with many published articles, for benchmarks.
//!
//! `cargo run --release --example corpus -- DATABASE_URL NUMBER`
//!
//! Each article has about 120 words of a vocabulary of 2,000, one author, two tags, and one of 20 sections. Four of
//! the sections are top-level sections. Every article has the word `story`. The articles were published one minute
//! apart, and the middle one has 10,000 comments. Everything that the delivery API reads is complete. The working
//! copies have no text and are not in the search of the editorial API.

use std::fmt::Write;
use std::time::Instant;

use broadsheet::db::{self, Access, Conn, DatabaseUrl};
use diesel::connection::SimpleConnection;

/// The size of the vocabulary.
const WORDS: u32 = 2000;

/// The number of different paragraphs.
const PARAGRAPHS: u32 = 1000;

/// The number of words of a paragraph.
const PARAGRAPH_LENGTH: usize = 60;

/// The number of comments on the middle article.
const COMMENTS: u32 = 10_000;

/// SQL for the section id of the article with the number `n.i`.
const SECTION: &str = "(1 + n.i / 3 % 20)";

/// SQL for the type of the article with the number `n.i`.
const TYPE: &str = "CASE WHEN n.i % 5 = 0 THEN 'opinion' WHEN n.i % 7 = 0 THEN 'analysis' ELSE 'article' END";

/// The time of the first publication in microseconds: 2020-01-01 UTC.
const START: i64 = 1_577_836_800_000_000;

fn main() -> Result<(), String> {
    let mut arguments = std::env::args().skip(1);
    let (Some(url), Some(number)) = (arguments.next(), arguments.next()) else {
        return Err("usage: corpus DATABASE_URL NUMBER".to_owned());
    };
    let number: u32 = number.parse().map_err(|_| format!("{number} is not a number of articles"))?;
    let url: DatabaseUrl = url.parse().map_err(|error| format!("{url}: {error}"))?;
    let mut conn = Conn::open(&url, Access::Write).map_err(|error| error.to_string())?;
    db::migrate(&mut conn)?;
    let sqlite = matches!(conn, Conn::Sqlite(_));
    if sqlite {
        run(&mut conn, "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -262144;")?;
    } else {
        run(&mut conn, "SET statement_timeout = 0; SET synchronous_commit = off;")?;
    }
    run(&mut conn, "BEGIN;")?;
    for (name, sql) in steps(number, sqlite) {
        let started = Instant::now();
        run(&mut conn, &sql).map_err(|error| format!("{name}: {error}"))?;
        println!("{name}: {:.1} s", started.elapsed().as_secs_f64());
    }
    run(&mut conn, "COMMIT;")?;
    run(&mut conn, if sqlite { "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);" } else { "VACUUM ANALYZE;" })
}

/// Runs one or more statements.
fn run(conn: &mut Conn, sql: &str) -> Result<(), String> {
    conn.batch_execute(sql).map_err(|error| error.to_string())
}

/// The names and the SQL of the steps, in order.
fn steps(number: u32, sqlite: bool) -> Vec<(&'static str, String)> {
    let numbers = numbers(number, sqlite);
    // The paragraphs and the headline words of an article. Articles with neighbouring numbers get different ones.
    let texts = format!(
        "FROM {numbers} \
         INNER JOIN corpus_paragraphs AS p ON p.number = n.i * 7919 % {PARAGRAPHS} \
         INNER JOIN corpus_paragraphs AS q ON q.number = (n.i * 104729 + 17) % {PARAGRAPHS} \
         INNER JOIN corpus_words AS v ON v.number = n.i * 31 % {WORDS} \
         INNER JOIN corpus_words AS w ON w.number = (n.i * 127 + 5) % {WORDS}"
    );
    let headline = "'Story ' || n.i || ' ' || v.word || ' ' || w.word";
    let time = format!("({START} + n.i * 60000000)");
    let flag = |every: u32| format!("CASE WHEN n.i % {every} = 0 THEN 'true' ELSE 'false' END");
    let (breaking, featured) = (flag(100), flag(50));
    let date = if sqlite {
        format!("strftime('%Y-%m-%dT%H:%M:%SZ', {time} / 1000000, 'unixepoch')")
    } else {
        format!(
            "to_char(to_timestamp({time} / 1000000) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        )
    };
    // The searched document, as `db::published_search::Document` builds it: words of the headline and the lead have
    // a prefix.
    let headline_words = |prefix: &str| {
        let part = |word: &str| format!("'{prefix}' || {word} || ' '");
        format!("{} || {} || {} || {}", part("'story'"), part("n.i"), part("v.word"), part("w.word"))
    };
    let lead = "substr(p.text, 1, 160)";
    let document = format!(
        "{} || '| ' || {} || '| | ~' || replace({lead}, ' ', ' ~') || ' | ' || {} || '| | ' || {lead} || ' | | ' \
         || 'story ' || n.i || ' ' || p.text || ' ' || q.text",
        headline_words("^"),
        headline_words("~"),
        headline_words(""),
    );
    let places = if sqlite {
        "CAST(char(0, 5, 6, length(n.i), length(n.i) + 1) || p.places || substr(q.places, 1, length(q.places) - 1) AS BLOB)"
            .to_owned()
    } else {
        "decode('000506' || lpad(to_hex(length(n.i::text)), 2, '0') || lpad(to_hex(length(n.i::text) + 1), 2, '0'), 'hex') \
         || p.places || substring(q.places FROM 1 FOR length(q.places) - 1)"
            .to_owned()
    };
    let mut steps = vec![
        ("words", vocabulary(sqlite)),
        ("sections, authors, tags", taxonomy()),
        (
            "working copies",
            format!(
                "INSERT INTO articles (id, status, version, head_revision, live_revision, live_version, slug, section_id, \
                 first_published_at, created_by, updated_by, created_at, updated_at) \
                 SELECT n.i, 'published', 2, 1, 1, 2, 'story-' || n.i, {SECTION}, {time}, 1, 1, {time}, {time} \
                 FROM {numbers}; UPDATE news_ids SET last = {number};"
            ),
        ),
        (
            "articles",
            format!(
                "INSERT INTO published_articles (id, slug, section_id, published_at, updated_at, comment_policy, \
                 comment_count, version, credits, tag_ids, payload) \
                 SELECT n.i, 'story-' || n.i, {SECTION}, {time}, {time}, 'moderated', 0, 2, \
                 '[{{\"id\":' || (1 + n.i % 50) || ',\"role\":\"reporter\"}}]', \
                 '[' || (1 + n.i % 200) || ',' || (201 + n.i % 300) || ']', \
                 '{{\"id\":' || n.i || ',\"slug\":\"story-' || n.i || '\",\"type\":\"' || {TYPE} || '\",\"language\":\"' \
                 || CASE WHEN n.i % 10 = 0 THEN 'fa\",\"dir\":\"rtl' ELSE 'en\",\"dir\":\"ltr' END || '\",\"headline\":\"' \
                 || {headline} || '\",\"kicker\":null,\"lead\":\"' || substr(p.text, 1, 160) || '\",\"summary\":null,' \
                 || '\"word_count\":122,\"reading_minutes\":1,\"byline\":null,\"source\":null,\"dateline\":null,' \
                 || '\"lead_image\":null,\"is_breaking\":' || {breaking} || ',\"is_featured\":' || {featured} \
                 || ',\"first_published_at\":\"' || {date} || '\",\"published_at\":\"' || {date} \
                 || '\",\"updated_at\":\"' || {date} || '\",\"corrections\":[],\"seo\":{{\"title\":null,' \
                 || '\"description\":null,\"canonical_url\":null}},\"version\":2}}' {texts};"
            ),
        ),
        (
            "texts",
            format!(
                "INSERT INTO published_bodies (article_id, blocks, html, text, document, word_positions) SELECT n.i, \
                 '[{{\"type\":\"paragraph\",\"content\":[{{\"type\":\"text\",\"text\":\"Story ' || n.i || ' ' || p.text || ' ' || q.text || '\"}}]}}]', \
                 '<p>Story ' || n.i || ' ' || p.text || ' ' || q.text || '</p>', \
                 'Story ' || n.i || ' ' || p.text || ' ' || q.text, {document}, {places} {texts};"
            ),
        ),
        ("lists", lists(&time, &numbers)),
    ];
    let key = format!("{time} / 1000000 * 16777216");
    if sqlite {
        steps.push((
            "search",
            format!(
                "INSERT INTO published_search (article_id, published_at, key) SELECT n.i, {time}, {key} FROM {numbers}; \
                 INSERT INTO published_words (rowid, words) SELECT {key}, {document} {texts} ORDER BY n.i;"
            ),
        ));
    } else {
        steps.push((
            "search",
            format!(
                "INSERT INTO published_search (article_id, published_at, words) SELECT n.i, {time}, \
                 (SELECT string_agg(chr(39) || word || chr(39) || ':' || places, ' ') FROM ( \
                 SELECT word, string_agg(place::text, ',') AS places \
                 FROM unnest(string_to_array({document}, ' ')) WITH ORDINALITY AS words (word, place) \
                 WHERE word NOT IN ('', '|') GROUP BY word) AS words)::tsvector {texts};"
            ),
        ));
    }
    steps.push(("comments", comments(number / 2, sqlite)));
    let end = START + i64::from(number) * 60_000_000;
    steps.push((
        "content version",
        format!("UPDATE site SET content_version = 1, taxonomy_version = 1, content_updated_at = {end};"),
    ));
    steps
}

/// SQL that gives the articles their terms.
fn lists(time: &str, numbers: &str) -> String {
    let top_section = "1 + ({SECTION} - 1) % 4".replace("{SECTION}", SECTION);
    let terms = [
        ("'all'".to_owned(), "TRUE".to_owned()),
        (format!("'section-' || {SECTION} || '-alone'"), "TRUE".to_owned()),
        (format!("'section-' || {SECTION}"), "TRUE".to_owned()),
        (format!("'section-' || ({top_section})"), format!("{SECTION} > 4")),
        ("'author-' || (1 + n.i % 50)".to_owned(), "TRUE".to_owned()),
        ("'tag-' || (1 + n.i % 200)".to_owned(), "TRUE".to_owned()),
        ("'tag-' || (201 + n.i % 300)".to_owned(), "TRUE".to_owned()),
        (format!("'type-' || {TYPE}"), "TRUE".to_owned()),
        ("'language-' || CASE WHEN n.i % 10 = 0 THEN 'fa' ELSE 'en' END".to_owned(), "TRUE".to_owned()),
        ("'breaking'".to_owned(), "n.i % 100 = 0".to_owned()),
        ("'featured'".to_owned(), "n.i % 50 = 0".to_owned()),
    ];
    let inserts = terms.iter().map(|(term, condition)| {
        format!(
            "INSERT INTO published_terms (article_id, term, published_at, updated_at) \
             SELECT n.i, {term}, {time}, {time} FROM {numbers} WHERE {condition}; "
        )
    });
    inserts.collect::<String>()
        + "INSERT INTO published_term_counts (term, articles) SELECT term, count(*) FROM published_terms GROUP BY term;"
}

/// SQL for comments on an article, one second apart. Every third one is a reply to one of the last twenty threads.
fn comments(article: u32, sqlite: bool) -> String {
    let numbers = numbers(COMMENTS, sqlite);
    // PostgreSQL does not know of ids that it has not assigned itself.
    let next = if sqlite { "" } else { "ALTER TABLE comments ALTER COLUMN id RESTART WITH 10001;" };
    let time = format!("({START} + n.i * 1000000)");
    format!(
        "{next}INSERT INTO comments (id, article_id, parent_id, author_name, body, status, version, created_at, updated_at, likes) \
         SELECT n.i, {article}, CASE WHEN n.i % 3 = 0 AND n.i > 60 THEN n.i - 1 - n.i * 31 % 20 * 3 END, \
         'Reader ' || n.i % 997, substr(p.text, 1, CAST(80 + n.i % 280 AS INTEGER)), 'approved', 1, {time}, {time}, n.i * 7919 % 101 \
         FROM {numbers} INNER JOIN corpus_paragraphs AS p ON p.number = n.i * 13 % {PARAGRAPHS}; \
         UPDATE comments SET replies = (SELECT count(*) FROM comments AS replies WHERE replies.parent_id = comments.id); \
         UPDATE published_articles SET comment_count = {COMMENTS} WHERE id = {article};"
    )
}

/// A table expression `n` with the column `i` from 1 to `last`.
fn numbers(last: u32, sqlite: bool) -> String {
    if sqlite {
        format!(
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) SELECT i FROM n) AS n"
        )
    } else {
        format!("generate_series(1::bigint, {last}) AS n(i)")
    }
}

/// SQL that creates the words and paragraphs. As in a language, few words are frequent: those with low numbers.
fn vocabulary(sqlite: bool) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "den", "fi", "gor", "ha", "kel", "lo", "mar", "ne", "pol", "ri", "sun", "ta", "vu", "wer", "zi",
    ];
    let word = |number: u32| -> String {
        let syllables = [number % 16, number / 16 % 16, number / 256 % 16];
        syllables.iter().filter_map(|at| SYLLABLES.get(*at as usize).copied()).collect()
    };
    // A linear congruential generator, so that every run creates the same corpus.
    let mut state: u64 = 5;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1u32 << 31)
    };
    let mut sql = "CREATE TEMPORARY TABLE corpus_words (number BIGINT PRIMARY KEY, word TEXT NOT NULL); \
                   CREATE TEMPORARY TABLE corpus_paragraphs (number BIGINT PRIMARY KEY, text TEXT NOT NULL, places TYPE NOT NULL);"
        .replace("TYPE", if sqlite { "BLOB" } else { "BYTEA" });
    let words: Vec<String> = (0..WORDS).map(|number| format!("({number}, '{}')", word(number))).collect();
    // Writing into a string cannot fail.
    let _ = write!(sql, "INSERT INTO corpus_words VALUES {};", words.join(","));
    // What searches suggest: each word forward and backward.
    let known = (0..WORDS).map(word).flat_map(|word| {
        [format!("('<{}')", word.chars().rev().collect::<String>()), format!("('{word} en')")]
    });
    let _ = write!(
        sql,
        "INSERT INTO published_vocabulary (word) VALUES {} ON CONFLICT DO NOTHING;",
        known.collect::<Vec<_>>().join(",")
    );
    let paragraphs: Vec<String> = (0..PARAGRAPHS)
        .map(|number| {
            let words: Vec<String> =
                (0..PARAGRAPH_LENGTH).map(|_| word((random().powi(3) * f64::from(WORDS)) as u32)).collect();
            let hex = if sqlite { "x'" } else { "'\\x" };
            format!("({number}, '{}', {hex}{}')", words.join(" "), word_positions(&words))
        })
        .collect();
    let _ = write!(sql, "INSERT INTO corpus_paragraphs VALUES {};", paragraphs.join(","));
    sql
}

/// The positions of words with a space between them, in the format of `published_bodies.word_positions` as hexadecimal
/// digits. They begin with the length of the first word, and end with the distance to a word after the last one.
fn word_positions(words: &[String]) -> String {
    words
        .iter()
        .fold(String::new(), |places, word| places + &format!("{:02x}{:02x}", word.len(), word.len() + 1))
}

/// SQL for one user and all sections, authors and tags.
fn taxonomy() -> String {
    let mut sql = "INSERT INTO users (id, email, name, role, password_hash, created_at, updated_at) \
                   VALUES (1, 'corpus@example.org', 'Corpus', 'editor', '', 0, 0);"
        .to_owned();
    for id in 1..=20 {
        let top = 1 + (id - 1) % 4;
        let (parent, path) = if id == top {
            ("NULL".to_owned(), format!("section-{id}"))
        } else {
            (top.to_string(), format!("section-{top}/section-{id}"))
        };
        let _ = write!(
            sql,
            "INSERT INTO sections (id, parent_id, slug, path, name, position, version, created_at, updated_at) \
             VALUES ({id}, {parent}, 'section-{id}', '{path}', 'Section {id}', 0, 1, 0, 0);"
        );
    }
    for id in 1..=50 {
        let _ = write!(
            sql,
            "INSERT INTO authors (id, slug, name, links, version, created_at, updated_at) \
             VALUES ({id}, 'author-{id}', 'Author {id}', '[]', 1, 0, 0);"
        );
    }
    for id in 1..=500 {
        let _ = write!(
            sql,
            "INSERT INTO tags (id, slug, name, type, version, created_at, updated_at) \
             VALUES ({id}, 'tag-{id}', 'Tag {id}', 'topic', 1, 0, 0);"
        );
    }
    sql
}
