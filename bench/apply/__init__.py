"""What one application costs the server, and two thousand of them in one minute: docs/performance.md says how."""
