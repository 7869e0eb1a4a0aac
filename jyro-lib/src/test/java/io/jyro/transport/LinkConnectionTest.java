package io.jyro.transport;

import io.jyro.Link;

/** Connections over links within a process. */
class LinkConnectionTest extends ConnectionContract {
    @Override
    public Pair connect() {
        Link link = Link.inProcess();
        return new Pair(Connection.over(link.one()), Connection.over(link.other()));
    }
}
