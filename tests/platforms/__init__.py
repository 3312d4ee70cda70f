"""Loopback platforms: servers on 127.0.0.1 that speak a platform's protocol to its real client library."""
