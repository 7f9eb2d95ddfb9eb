"""The server's database: one encrypted file, its schema and how it grows. Knows nothing of queues or people."""
