"""What happens by itself: heartbeat, timers, delivery, sealing."""
