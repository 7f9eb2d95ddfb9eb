"""Reception: make a ticket, watch the queue, see every clinic."""
