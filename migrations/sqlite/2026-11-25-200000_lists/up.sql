-- Lists by tag and by author are read in the order of a time, however long they are.
ALTER TABLE published_article_tags ADD COLUMN published_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE published_article_tags ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
UPDATE published_article_tags SET (published_at, updated_at) =
    (SELECT a.published_at, a.updated_at FROM published_articles AS a WHERE a.id = published_article_tags.article_id);
DROP INDEX published_article_tags_tag_id;
CREATE INDEX published_article_tags_newest ON published_article_tags (tag_id, published_at, article_id);
CREATE INDEX published_article_tags_changed ON published_article_tags (tag_id, updated_at, article_id);

ALTER TABLE published_article_authors ADD COLUMN published_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE published_article_authors ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
UPDATE published_article_authors SET (published_at, updated_at) =
    (SELECT a.published_at, a.updated_at FROM published_articles AS a WHERE a.id = published_article_authors.article_id);
DROP INDEX published_article_authors_author_id;
CREATE INDEX published_article_authors_newest ON published_article_authors (author_id, published_at, article_id);
CREATE INDEX published_article_authors_changed ON published_article_authors (author_id, updated_at, article_id);

-- So are all others.
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
