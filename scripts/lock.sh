# To be sourced: lets one process at a time do what others wait for.

# with_lock FILE COMMAND [ARGUMENT...]
# Runs the command while holding the lock FILE, and gives its status. FILE's directory must exist.
# The lock goes away with its holder, also when that is killed.
with_lock() {
    local file=$1
    shift
    if command -v flock >/dev/null 2>&1; then
        (
            flock 9
            "$@" 9>&-
        ) 9>"$file"
    else
        # No flock (macOS): a symbolic link is made atomically too, and names its holder.
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
