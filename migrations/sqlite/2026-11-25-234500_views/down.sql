DROP VIEW published_view_counts;
DROP TABLE view_counts;
