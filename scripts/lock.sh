# To be sourced: runs commands in one process at a time, while others wait.

# with_lock FILE COMMAND [ARGUMENT...]
# Runs the command while holding the lock FILE, and returns its status. FILE's directory must exist.
# The lock is released when its holder ends, even if it is killed.
with_lock() {
    local file=$1
    shift
    if command -v flock >/dev/null 2>&1; then
        (
            flock 9
            "$@" 9>&-
        ) 9>"$file"
    else
        # No flock (macOS): creating a symbolic link is atomic too, and the link names its holder.
        (
            until ln -s "$$" "$file.held" 2>/dev/null; do
                holder=$(readlink "$file.held") || continue
                kill -0 "$holder" 2>/dev/null || rm -f "$file.held"
                sleep 0.2
            done
            trap 'rm -f "$file.held"' EXIT
            "$@"
        )
    fi
}
