DROP VIEW published_redirects;
DROP TABLE redirects;
