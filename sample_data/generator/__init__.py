"""Makes the sample township: invented villages and people, real file formats, problems planted on purpose."""
