-- The text of a revision lies apart from its other members, so that lists and the calendar do not read it.
ALTER TABLE article_revisions ADD COLUMN body TEXT;
UPDATE article_revisions SET
    body = NULLIF((document::json -> 'body')::text, 'null'),
    document = (SELECT json_object_agg(key, value)::text FROM json_each(document::json) WHERE key <> 'body');
