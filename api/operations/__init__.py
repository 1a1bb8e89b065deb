"""What whoever runs the service needs: logs, metrics, traces, readiness, workers."""
