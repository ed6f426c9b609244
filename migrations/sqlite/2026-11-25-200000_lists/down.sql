DROP INDEX published_articles_featured_changed;
DROP INDEX published_articles_featured_newest;
DROP INDEX published_articles_breaking_changed;
DROP INDEX published_articles_breaking_newest;
DROP INDEX published_articles_language_changed;
DROP INDEX published_articles_language_newest;
DROP INDEX published_articles_type_changed;
DROP INDEX published_articles_type_newest;
DROP INDEX published_articles_section_changed;
DROP INDEX published_articles_changed;

DROP INDEX published_article_authors_changed;
DROP INDEX published_article_authors_newest;
CREATE INDEX published_article_authors_author_id ON published_article_authors (author_id, article_id);
ALTER TABLE published_article_authors DROP COLUMN updated_at;
ALTER TABLE published_article_authors DROP COLUMN published_at;

DROP INDEX published_article_tags_changed;
DROP INDEX published_article_tags_newest;
CREATE INDEX published_article_tags_tag_id ON published_article_tags (tag_id, article_id);
ALTER TABLE published_article_tags DROP COLUMN updated_at;
ALTER TABLE published_article_tags DROP COLUMN published_at;
