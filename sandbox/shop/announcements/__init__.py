"""What the site tells around its texts: information bars, pop-ups, the notice about cookies."""
