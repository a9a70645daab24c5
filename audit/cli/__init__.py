"""The command line: one module per command, thin; heavy imports happen inside the commands, so that --help is quick."""
