-- What editors have set of the name, description, publisher and logo of the site: a JSON object. Settings give the rest.
ALTER TABLE site ADD COLUMN profile TEXT NOT NULL DEFAULT '{}';
