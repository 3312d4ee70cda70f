"""What a chat platform sees of us: cards, calls, declarations, the router and the port."""
