"""The glass box: follow an epoch line by line, explain it, check its gradients."""
