"""Many runs of one exercise."""
