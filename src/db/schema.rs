//! The tables and views for diesel, with column types that both databases have.
//!
//! Written by hand. The migrations define the real schema, so change both together. The tests run on both
//! databases.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    site (id) {
        id -> BigInt,
        content_version -> BigInt,
        content_updated_at -> BigInt,
        taxonomy_version -> BigInt,
        comments_policy -> Text,
        version -> BigInt,
        comment_rules_version -> BigInt,
        profile -> Text,
    }
}

table! {
    content_changes (sequence) {
        sequence -> BigInt,
        at -> BigInt,
        change -> Nullable<Text>,
        object_id -> Nullable<BigInt>,
        path -> Nullable<Text>,
        previous_paths -> Text,
        cache_tags -> Text,
    }
}

table! {
    liked_articles (article_id) {
        article_id -> BigInt,
        since -> BigInt,
    }
}

table! {
    news_ids (id) {
        id -> BigInt,
        last -> BigInt,
    }
}

table! {
    users (id) {
        id -> BigInt,
        email -> Text,
        name -> Text,
        role -> Text,
        password_hash -> Text,
        disabled_at -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
        sections -> Nullable<Text>,
    }
}

table! {
    sessions (id) {
        id -> BigInt,
        user_id -> BigInt,
        family -> Text,
        secret -> Text,
        user_agent -> Nullable<Text>,
        created_at -> BigInt,
        last_used_at -> BigInt,
        expires_at -> BigInt,
    }
}

table! {
    sign_in_failures (subject) {
        subject -> Text,
        failed -> Integer,
        window_ends_at -> BigInt,
    }
}

table! {
    sign_in_networks (subject) {
        subject -> Text,
        last_used_at -> BigInt,
    }
}

table! {
    api_keys (id) {
        id -> BigInt,
        name -> Text,
        digest -> Text,
        hint -> Text,
        scopes -> Text,
        created_by -> BigInt,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        last_used_at -> Nullable<BigInt>,
    }
}

table! {
    sections (id) {
        id -> BigInt,
        parent_id -> Nullable<BigInt>,
        slug -> Text,
        path -> Text,
        name -> Text,
        description -> Nullable<Text>,
        position -> Integer,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    authors (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        bio -> Nullable<Text>,
        email -> Nullable<Text>,
        image -> Nullable<Text>,
        links -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    tags (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        #[sql_name = "type"]
        kind -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    articles (id) {
        id -> BigInt,
        status -> Text,
        version -> BigInt,
        head_revision -> BigInt,
        live_revision -> Nullable<BigInt>,
        live_version -> Nullable<BigInt>,
        slug -> Text,
        section_id -> Nullable<BigInt>,
        first_published_at -> Nullable<BigInt>,
        created_by -> BigInt,
        updated_by -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        publish_at -> Nullable<BigInt>,
        embargo_until -> Nullable<BigInt>,
        expires_at -> Nullable<BigInt>,
        step_note -> Nullable<Text>,
        headline_key -> Text,
        #[sql_name = "type"]
        kind -> Text,
        language -> Text,
    }
}

table! {
    article_authors (article_id, author_id) {
        article_id -> BigInt,
        author_id -> BigInt,
    }
}

table! {
    article_tags (article_id, tag_id) {
        article_id -> BigInt,
        tag_id -> BigInt,
    }
}

table! {
    article_revisions (article_id, number) {
        article_id -> BigInt,
        number -> BigInt,
        document -> Text,
        created_by -> BigInt,
        created_at -> BigInt,
        note -> Nullable<Text>,
        body -> Nullable<Text>,
    }
}

table! {
    article_transitions (id) {
        id -> BigInt,
        article_id -> BigInt,
        revision -> BigInt,
        transition -> Text,
        at -> BigInt,
        actor_kind -> Text,
        actor_id -> Nullable<BigInt>,
        actor_name -> Text,
        note -> Nullable<Text>,
    }
}

table! {
    calendar (article_id, kind) {
        article_id -> BigInt,
        kind -> Text,
        at -> BigInt,
        head_revision -> BigInt,
        created_by -> BigInt,
    }
}

table! {
    preview_tokens (id) {
        id -> BigInt,
        article_id -> BigInt,
        digest -> Text,
        expires_at -> BigInt,
        created_by -> BigInt,
        created_at -> BigInt,
    }
}

table! {
    idempotency_keys (digest) {
        digest -> Text,
        fingerprint -> Text,
        status -> Integer,
        location -> Nullable<Text>,
        etag -> Nullable<Text>,
        body -> Text,
        created_at -> BigInt,
    }
}

table! {
    audit_log (id) {
        id -> BigInt,
        at -> BigInt,
        actor_kind -> Text,
        actor_id -> Nullable<BigInt>,
        actor_name -> Text,
        action -> Text,
        target_kind -> Text,
        target_id -> BigInt,
        target_version -> Nullable<BigInt>,
        changes -> Text,
    }
}

table! {
    corrections (id) {
        id -> BigInt,
        article_id -> BigInt,
        kind -> Text,
        #[sql_name = "text"]
        plain_text -> Text,
        published_at -> BigInt,
        updated_at -> Nullable<BigInt>,
        withdrawn_at -> Nullable<BigInt>,
    }
}

table! {
    comments (id) {
        id -> BigInt,
        article_id -> BigInt,
        parent_id -> Nullable<BigInt>,
        author_name -> Text,
        author_email -> Nullable<Text>,
        body -> Text,
        status -> Text,
        reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        reasons -> Text,
        replies -> BigInt,
        likes -> BigInt,
        reports -> BigInt,
        reported_at -> Nullable<BigInt>,
        fingerprint -> Nullable<Text>,
        reader -> Nullable<Text>,
        erased_at -> Nullable<BigInt>,
    }
}

table! {
    comment_reactions (comment_id, kind, reader) {
        comment_id -> BigInt,
        kind -> Text,
        reader -> Text,
    }
}

table! {
    comment_rules (id) {
        id -> BigInt,
        kind -> Text,
        value -> Text,
        action -> Text,
        expires_at -> Nullable<BigInt>,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    pseudonym_secrets (day) {
        day -> BigInt,
        secret -> Text,
    }
}

table! {
    published_articles (id) {
        id -> BigInt,
        slug -> Text,
        section_id -> BigInt,
        published_at -> BigInt,
        updated_at -> BigInt,
        comment_policy -> Text,
        comments_close_at -> Nullable<BigInt>,
        comment_count -> BigInt,
        version -> BigInt,
        credits -> Text,
        tag_ids -> Text,
        related_ids -> Text,
        payload -> Text,
        comments_follow_site -> Bool,
    }
}

table! {
    published_terms (article_id, term) {
        article_id -> BigInt,
        term -> Text,
        published_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    published_term_counts (term) {
        term -> Text,
        articles -> BigInt,
    }
}

table! {
    published_bodies (article_id) {
        article_id -> BigInt,
        blocks -> Text,
        html -> Text,
        #[sql_name = "text"]
        plain_text -> Text,
        document -> Text,
        word_positions -> Binary,
    }
}

table! {
    published_sections (id) {
        id -> BigInt,
        parent_id -> Nullable<BigInt>,
        slug -> Text,
        path -> Text,
        name -> Text,
        description -> Nullable<Text>,
        position -> Integer,
    }
}

table! {
    published_authors (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        bio -> Nullable<Text>,
        image -> Nullable<Text>,
        links -> Text,
    }
}

table! {
    published_tags (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        #[sql_name = "type"]
        kind -> Text,
    }
}

table! {
    published_corrections (id) {
        id -> BigInt,
        article_id -> BigInt,
        kind -> Text,
        #[sql_name = "text"]
        plain_text -> Text,
        published_at -> BigInt,
        updated_at -> Nullable<BigInt>,
    }
}

table! {
    published_comments (id) {
        id -> BigInt,
        article_id -> BigInt,
        parent_id -> Nullable<BigInt>,
        author_name -> Nullable<Text>,
        body -> Nullable<Text>,
        created_at -> BigInt,
        likes -> BigInt,
        replies -> BigInt,
    }
}

table! {
    published_kills (article_id) {
        article_id -> BigInt,
        reason -> Text,
        killed_at -> BigInt,
    }
}

table! {
    published_former_names (kind, name) {
        kind -> Text,
        name -> Text,
        target_id -> BigInt,
    }
}

table! {
    redirects (id) {
        id -> BigInt,
        from_path -> Text,
        to_address -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    published_redirects (id) {
        id -> BigInt,
        from_path -> Text,
        to_address -> Text,
    }
}

table! {
    view_counts (span, start, article_id) {
        span -> BigInt,
        start -> BigInt,
        article_id -> BigInt,
        views -> Integer,
    }
}

table! {
    published_view_counts (span, start, article_id) {
        span -> BigInt,
        start -> BigInt,
        article_id -> BigInt,
        views -> Integer,
        section_id -> BigInt,
    }
}

table! {
    reindex_queue (article_id) {
        article_id -> BigInt,
    }
}

table! {
    rebuild_queue (article_id) {
        article_id -> BigInt,
    }
}

joinable!(api_keys -> users (created_by));
joinable!(sessions -> users (user_id));
joinable!(published_articles -> published_sections (section_id));
joinable!(published_bodies -> published_articles (article_id));
joinable!(published_terms -> published_articles (article_id));

allow_tables_to_appear_in_same_query!(
    api_keys,
    articles,
    article_revisions,
    article_authors,
    article_tags,
    authors,
    calendar,
    comments,
    preview_tokens,
    sections,
    sessions,
    users,
);
allow_tables_to_appear_in_same_query!(
    published_articles,
    published_sections,
    published_authors,
    published_bodies,
    published_tags,
    published_terms,
    site,
);
