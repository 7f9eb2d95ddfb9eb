"""What stands between a screen and the server: store, outbox, replica, sync. Never imports Qt."""
