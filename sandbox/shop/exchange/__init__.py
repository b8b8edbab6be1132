"""The site as WordPress's exchange files: written from what is there, read into it."""
