"""What a page is given: markup, fonts, and the scripts joined into one."""
