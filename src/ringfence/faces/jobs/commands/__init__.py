"""The commands of `ringfence`, one module each; see `command_line` for what a module has to hold."""
