package io.jyro.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.server.UnicastRemoteObject;
import java.util.Base64;

import io.jyro.benchmarks.codec.Values;

/** Java RMI with default settings: the stub itself is the endpoint, without a registry. */
record JavaRmi(Work work) implements JavaServer, JavaClient {
    @Override
    public String name() {
        return "rmi";
    }

    @Override
    public Server serve() throws IOException {
        System.setProperty("java.rmi.server.hostname", "127.0.0.1");
        Target target = new Target();
        Remote stub = UnicastRemoteObject.exportObject(target, 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(stub);
        }
        String endpoint = Base64.getEncoder().encodeToString(bytes.toByteArray());
        return new Server(endpoint, () -> UnicastRemoteObject.unexportObject(target, true));
    }

    @Override
    public Caller connect(String endpoint) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(endpoint)))) {
            Service service = (Service) in.readObject();
            return new Calling(action(service), () -> {}); // RMI closes its connections itself
        }
    }

    private Calling.Action action(Service service) throws Exception {
        return switch (work) {
            case ECHO, THREADS_8, THREADS_64, CONNECTIONS_8, CONNECTIONS_64 -> Calling
                    .echo(service::echo);
            case BYTES_1, BYTES_100 -> Calling.size(work, service::size);
            case GRAPH -> Calling.same(Values.graph(), service::same);
            case ONEWAY, FUTURES, ANNOTATION_1, ANNOTATION_100, FETCHED_1, FETCHED_100 ->
                throw work.unsupportedBy("RMI");
        };
    }

    /** The remote object. */
    public interface Service extends Remote {
        /** Returns its argument. */
        String echo(String message) throws RemoteException;

        /** Returns its argument, of any type. */
        Object same(Object value) throws RemoteException;

        /** Returns the number of bytes. */
        int size(byte[] bytes) throws RemoteException;
    }

    private static final class Target implements Service {
        @Override
        public String echo(String message) {
            return message;
        }

        @Override
        public Object same(Object value) {
            return value;
        }

        @Override
        public int size(byte[] bytes) {
            return bytes.length;
        }
    }
}
