ALTER TABLE users DROP COLUMN sections;
