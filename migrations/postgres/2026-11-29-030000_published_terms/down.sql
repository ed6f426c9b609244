ALTER TABLE published_articles ADD COLUMN type TEXT NOT NULL DEFAULT '';
ALTER TABLE published_articles ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE published_articles ADD COLUMN headline TEXT NOT NULL DEFAULT '';
ALTER TABLE published_articles ADD COLUMN kicker TEXT;
ALTER TABLE published_articles ADD COLUMN lead TEXT;
ALTER TABLE published_articles ADD COLUMN summary TEXT;
ALTER TABLE published_articles ADD COLUMN word_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE published_articles ADD COLUMN byline TEXT;
ALTER TABLE published_articles ADD COLUMN source TEXT;
ALTER TABLE published_articles ADD COLUMN dateline TEXT;
ALTER TABLE published_articles ADD COLUMN lead_image TEXT;
ALTER TABLE published_articles ADD COLUMN is_breaking BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE published_articles ADD COLUMN is_featured BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE published_articles ADD COLUMN first_published_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE published_articles ADD COLUMN seo TEXT NOT NULL DEFAULT '{}';
ALTER TABLE published_articles ADD COLUMN corrections TEXT NOT NULL DEFAULT '[]';
UPDATE published_articles SET
    type = payload::jsonb ->> 'type',
    language = payload::jsonb ->> 'language',
    headline = payload::jsonb ->> 'headline',
    kicker = payload::jsonb ->> 'kicker',
    lead = payload::jsonb ->> 'lead',
    summary = payload::jsonb ->> 'summary',
    word_count = (payload::jsonb ->> 'word_count')::bigint,
    byline = payload::jsonb ->> 'byline',
    source = payload::jsonb ->> 'source',
    dateline = payload::jsonb ->> 'dateline',
    lead_image = payload::jsonb ->> 'lead_image',
    is_breaking = (payload::jsonb ->> 'is_breaking')::boolean,
    is_featured = (payload::jsonb ->> 'is_featured')::boolean,
    first_published_at = CAST(extract(epoch FROM (payload::jsonb ->> 'first_published_at')::timestamptz) * 1000000 AS bigint),
    seo = payload::jsonb ->> 'seo',
    corrections = payload::jsonb ->> 'corrections';
ALTER TABLE published_articles RENAME COLUMN payload TO shown;

CREATE TABLE published_article_authors (
    article_id BIGINT NOT NULL REFERENCES published_articles (id) ON DELETE CASCADE,
    author_id BIGINT NOT NULL REFERENCES authors (id),
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    published_at BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (article_id, author_id)
);
INSERT INTO published_article_authors (article_id, author_id, position, role, published_at, updated_at)
SELECT a.id, (c.value ->> 'id')::bigint, (c.number - 1)::integer, c.value ->> 'role', a.published_at, a.updated_at
FROM published_articles AS a CROSS JOIN LATERAL jsonb_array_elements(a.credits::jsonb) WITH ORDINALITY AS c (value, number);
CREATE INDEX published_article_authors_newest ON published_article_authors (author_id, published_at, article_id);
CREATE INDEX published_article_authors_changed ON published_article_authors (author_id, updated_at, article_id);

CREATE TABLE published_article_tags (
    article_id BIGINT NOT NULL REFERENCES published_articles (id) ON DELETE CASCADE,
    tag_id BIGINT NOT NULL REFERENCES tags (id),
    position INTEGER NOT NULL,
    published_at BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (article_id, tag_id)
);
INSERT INTO published_article_tags (article_id, tag_id, position, published_at, updated_at)
SELECT a.id, (c.value)::text::bigint, (c.number - 1)::integer, a.published_at, a.updated_at
FROM published_articles AS a CROSS JOIN LATERAL jsonb_array_elements(a.tag_ids::jsonb) WITH ORDINALITY AS c (value, number);
CREATE INDEX published_article_tags_newest ON published_article_tags (tag_id, published_at, article_id);
CREATE INDEX published_article_tags_changed ON published_article_tags (tag_id, updated_at, article_id);

DROP INDEX published_articles_section_id;
CREATE INDEX published_articles_published_at ON published_articles (published_at, id);
CREATE INDEX published_articles_section_id ON published_articles (section_id, published_at, id);
CREATE INDEX published_articles_changed ON published_articles (updated_at, id);
CREATE INDEX published_articles_section_changed ON published_articles (section_id, updated_at, id);
CREATE INDEX published_articles_type_newest ON published_articles (type, published_at, id);
CREATE INDEX published_articles_type_changed ON published_articles (type, updated_at, id);
CREATE INDEX published_articles_language_newest ON published_articles (language, published_at, id);
CREATE INDEX published_articles_language_changed ON published_articles (language, updated_at, id);
CREATE INDEX published_articles_breaking_newest ON published_articles (published_at, id) WHERE is_breaking;
CREATE INDEX published_articles_breaking_changed ON published_articles (updated_at, id) WHERE is_breaking;
CREATE INDEX published_articles_featured_newest ON published_articles (published_at, id) WHERE is_featured;
CREATE INDEX published_articles_featured_changed ON published_articles (updated_at, id) WHERE is_featured;

DROP TABLE published_term_counts;
DROP TABLE published_terms;
