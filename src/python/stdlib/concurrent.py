"""Work that is handed out."""
