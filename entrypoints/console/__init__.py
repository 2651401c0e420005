"""The console: pages rendered here, for people in their duty. Works without script; nothing comes from elsewhere."""
