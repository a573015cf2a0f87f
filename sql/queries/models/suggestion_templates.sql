-- Texts that merchandisers wrote in place of the bundled templates.
SELECT toString(name) AS name, toString(language) AS language, text FROM message_template FINAL WHERE text != '' ORDER BY name, language
