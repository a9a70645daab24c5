"""The workspace: what is handed in, run, compared and put right over time, on top of the pipeline and the store."""
