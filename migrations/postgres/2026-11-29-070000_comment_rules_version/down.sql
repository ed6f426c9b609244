ALTER TABLE site DROP COLUMN comment_rules_version;
