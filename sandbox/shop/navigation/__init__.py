"""The site's menus and where they are shown."""
