"""What is measured, one file per workload."""
