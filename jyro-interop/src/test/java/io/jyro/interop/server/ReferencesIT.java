package io.jyro.interop.server;

import java.util.ArrayList;
import java.util.List;

import io.jyro.Expose;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Proxies, registered objects and uris as arguments and results. */
@WithEachPyro(overEachLink = true)
class ReferencesIT {
    private final Python python;
    private final ThingDaemon jyro;

    ReferencesIT(Python python, ThingDaemon jyro) {
        this.python = python;
        this.jyro = jyro;
        python.run("p = " + jyro.proxy("thing"));
    }

    @Test
    void aRegisteredObjectArrivesAsAProxyThatWorks() {
        assertThat(python.eval("c = p.child(); isinstance(c, PROXY), c.name(), c.echo([1])"))
                .isEqualTo("(True, 'child of Java', [1])");
    }

    @Test
    void theProxyOfARegisteredObjectKnowsItsMetadata() {
        assertThat(python.eval("sorted(p.child()._pyroMethods)")).isEqualTo("['echo', 'name']");
    }

    @Test
    void aRegisteredObjectInsideAResultArrivesAsAProxy() {
        assertThat(python.eval("[c.name() for c in p.children()['all']]"))
                .isEqualTo("['child of Java', 'child of Java']");
    }

    @Test
    void aUriArrivesAsAUri() {
        assertThat(python.eval("u = p.own_uri(); isinstance(u, URI), str(u)"))
                .isEqualTo("(True, '" + jyro.uri("thing") + "')");
    }

    @Test
    void aUriComesBackEqual() {
        assertThat(python
                .eval("""
                        uris = [URI(u) for u in ('PYRO:a@h:1', 'PYRONAME:n', 'PYRONAME:n@h:7', 'PYROMETA:x', 'PYRO:o@[::1]:5',
                                                 'PYRO:o@./u:/tmp/sock')]
                        [back == u for back, u in zip(p.echo(uris), uris)]
                        """))
                .isEqualTo("[True, True, True, True, True, True]");
    }

    @Test
    void aProxyArrivesAsAProxy() {
        assertThat(python.eval("p.where(Proxy('PYRO:some@where:55'))"))
                .isEqualTo("'Proxy PYRO:some@where:55'");
    }

    @Test
    void aProxyComesBackWithItsMetadata() {
        assertThat(python
                .eval("""
                        p._pyroBind()
                        q = p.echo(p)
                        q == p, q._pyroMethods == p._pyroMethods, q._pyroAttrs == p._pyroAttrs, q._pyroOneway == p._pyroOneway
                        """))
                .isEqualTo("(True, True, True, True)");
    }

    @Test
    void aProxyComesBackWithItsHandshakeAndSerializer() {
        assertThat(python.eval("""
                q = Proxy('PYRO:some@where:55')
                q._pyroHandshake = ['me', 1]
                q._pyroSerializer = 'marshal'
                back = p.echo(q)
                back._pyroHandshake, back._pyroSerializer
                """)).isEqualTo("(['me', 1], 'marshal')");
    }

    @Test
    void anObjectOfPythonIsCalledBackByJava() {
        python.run("s = Served(); me = Thing(); s.daemon.register(me)");

        assertThat(python.eval("p.relay(me, 'join', 'a', 'b')")).isEqualTo("'a-b'");
        python.run("s.stop()");
    }

    /** A shop whose carts are objects of its daemon. */
    @Expose
    public static class Shop {
        private final Daemon daemon;
        private final List<Cart> carts = new ArrayList<>();

        Shop(Daemon daemon) {
            this.daemon = daemon;
        }

        public Cart newCart() {
            Cart cart = new Cart();
            carts.add(cart);
            daemon.register(cart);
            return cart;
        }

        public int pay(Cart cart) {
            return carts.indexOf(cart);
        }
    }

    /** A list of articles; it travels as a proxy all the same. */
    @Expose
    public static class Cart extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public int put(String article) {
            add(article);
            return size();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    @Test
    void anObjectOfTheDaemonComesBackAsItselfAlthoughItIsAList() {
        jyro.daemon().register(new Shop(jyro.daemon()), "shop");

        assertThat(python
                .eval("""
                        shop = %s
                        carts = [shop.newCart(), shop.newCart()]
                        isinstance(carts[1], PROXY), carts[1].put("milk"), [shop.pay(cart) for cart in carts]
                        """
                        .formatted(jyro.proxy("shop"))))
                .isEqualTo("(True, 1, [0, 1])");
        jyro.daemon().unregister("shop");
    }

    @Test
    void whatACallbackRaisesComesBackWithTheFramesOfBothLanguages() {
        python.run("s = Served(); me = Thing(); s.daemon.register(me)");

        Raised raised = python.raised("p.relay(me, 'fail', 'back in Python')");

        assertThat(raised.type()).isEqualTo("builtins.ValueError");
        assertThat(raised.text()).isEqualTo("back in Python");
        assertThat(raised.traceback()).contains("Thing.java").contains("peer.py");
        python.run("s.stop()");
    }

    @Test
    void anExceptionClassOfPythonsOwnComesBackThroughJava() {
        python.run("s = Served(); me = Thing(); s.daemon.register(me)");

        Raised raised = python.raised("p.relay(me, 'fail_unknown')");

        assertThat(raised.type()).isEqualTo("builtins.RuntimeError");
        assertThat(raised.text()).contains("nobody knows me");
        assertThat(raised.traceback()).contains("peer.py");
        assertThat(python.eval("p.echo(1)")).isEqualTo("1");
        python.run("s.stop()");
    }

    @Test
    void aChainGoesFromPythonThroughJavaAndPythonToJava() {
        python.run("s = Served(); me = Thing(); s.daemon.register(me)");

        assertThat(python.eval("p.relay(me, 'relay', p.child(), 'name')"))
                .isEqualTo("'child of Java'");
        python.run("s.stop()");
    }
}
