"""Writers of annotated documents; a file that somebody sent is opened in the bounded child only."""
