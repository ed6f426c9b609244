UPDATE article_revisions SET document = (document::jsonb || jsonb_build_object('body', body::jsonb))::text;
ALTER TABLE article_revisions DROP COLUMN body;
