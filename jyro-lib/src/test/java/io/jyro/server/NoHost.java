package io.jyro.server;

import org.jspecify.annotations.Nullable;

/** In place of a daemon that users know. */
class NoHost implements ConnectionTable.Host {
    @Override
    public @Nullable Object daemon() {
        return null;
    }

    @Override
    public void lastLeft() {
        // nothing ends with the last connection
    }
}
