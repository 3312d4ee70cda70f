"""Getting postings and notices out: the tick that creates, the loop that sends, the local page's time control."""
