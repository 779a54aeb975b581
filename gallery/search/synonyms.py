"""What readers call things, by other names than the site's."""

# Each name, in small letters, with those that are looked for besides.
SYNONYMS: dict[str, list[str]] = {
    "authentication": ["AIO_SECRET_KEY"],
    "chart": ["graph"],
    "csv": ["export", "download"],
    "dark mode": ["ThemeSwitchAIO", "theme"],
    "database": ["PostgresSource", "DuckDBSource", "SparkSource"],
    "deploy": ["gunicorn", "workers"],
    "download": ["export"],
    "excel": ["export", "download"],
    "export": ["download"],
    "install": ["get started", "requirements", "pip", "download"],
    "light mode": ["ThemeSwitchAIO", "theme"],
    "night mode": ["ThemeSwitchAIO", "theme"],
    "pagination": ["page_size"],
    "parquet": ["DuckDBSource"],
    "plot": ["graph"],
    "preload": ["fork", "workers"],
    "sql": ["PostgresSource", "DuckDBSource", "SparkSource"],
    "xlsx": ["export", "download"],
}
