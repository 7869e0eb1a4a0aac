package io.jyro.interop.types;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.jyro.Expose;
import io.jyro.PyroType;
import io.jyro.serialize.TypeRegistry;

/** The types of these tests, an object that uses them, and the source text of the same in Python. */
final class Shapes {
    sealed interface Shape permits Circle, Square, Group {
        double area();
    }

    /** Has a name on the wire. */
    @PyroType("shapes.Circle")
    record Circle(double radius) implements Shape {
        @Override
        public double area() {
            return 3 * radius * radius;
        }
    }

    /** Has none, so it is known by its simple name. */
    record Square(double side) implements Shape {
        @Override
        public double area() {
            return side * side;
        }
    }

    /** Holds others. */
    @PyroType("shapes.Group")
    record Group(List<Shape> members) implements Shape {
        @Override
        public double area() {
            return members.stream().mapToDouble(Shape::area).sum();
        }
    }

    record Plan(String title, LocalDate day, Optional<Integer> floor, Level level) {}

    enum Level {
        LOW, HIGH
    }

    /** Neither record nor bean: only a converter knows what it is. */
    static final class Point {
        final int x;
        final int y;

        Point(int x, int y) {
            this.x = x;
            this.y = y;
        }
    }

    static final class Overheated extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final int degrees;

        Overheated(int degrees) {
            super("too hot");
            this.degrees = degrees;
        }
    }

    @Expose
    static class Board {
        public double area(Shape shape) {
            return shape.area();
        }

        public double total(List<Shape> shapes) {
            return new Group(shapes).area();
        }

        public Shape largest(List<Shape> shapes) {
            return shapes.stream().max(Comparator.comparingDouble(Shape::area)).orElseThrow();
        }

        public Circle circle(double radius) {
            return new Circle(radius);
        }

        public Plan later(Plan plan) {
            return new Plan(plan.title() + "!", plan.day().plusDays(1),
                    plan.floor().map(floor -> floor + 1), Level.HIGH);
        }

        public Stream<Circle> circles(int count) {
            return Stream.iterate(1, next -> next + 1).limit(count).map(Circle::new);
        }

        public Iterable<Plan> plans() {
            return () -> List.of(new Plan("one", LocalDate.of(2021, 2, 3), Optional.empty(),
                    Level.LOW)).iterator();
        }

        public Iterator<Point> points() {
            return List.of(new Point(1, 2)).iterator();
        }

        public Point mirrored(Point point) {
            return new Point(point.y, point.x);
        }

        public Map<Level, Integer> count(Map<Integer, Level> levels) {
            Map<Level, Integer> count = new EnumMap<>(Level.class);
            levels.values().forEach(level -> count.merge(level, 1, Integer::sum));
            return count;
        }

        public void heat(int degrees) {
            throw new Overheated(degrees);
        }
    }

    /** Python's classes of the same names, and their converters. */
    static final String PYTHON = """
            class Named(object):
                def __init__(self, **values):
                    self.__dict__.update(values)
                def __repr__(self):
                    return type(self).__name__ + repr(sorted(self.__dict__.items()))

            class Circle(Named):
                pass

            class Square(Named):
                pass

            class Point(Named):
                pass

            class Overheated(Exception):
                degrees = None

            def made(kind):
                return lambda name, d: kind(**{k: v for k, v in d.items() if k != '__class__'})

            def told(name):
                return lambda value: dict(vars(value), __class__=name)

            def overheated(name, d):
                error = Overheated(*d['args'])
                error.degrees = d['attributes']['degrees']
                error._pyroTraceback = d['attributes'].get('_pyroTraceback')
                return error

            register_dict_to_class('shapes.Circle', made(Circle))
            register_dict_to_class('shapes.Point', made(Point))
            register_dict_to_class('shapes.Overheated', overheated)
            register_class_to_dict(Circle, told('shapes.Circle'))
            register_class_to_dict(Square, told('drawing.Square'))
            register_class_to_dict(Point, told('shapes.Point'))
            register_class_to_dict(Overheated, lambda x: {'__class__': 'shapes.Overheated', '__exception__': True,
                'args': x.args, 'attributes': {'degrees': x.degrees}})
            """;

    private Shapes() {}

    /** The converters of Java's classes that have no other way to travel. */
    static TypeRegistry converters() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerClassToDict(Point.class,
                point -> Map.of("__class__", "shapes.Point", "x", point.x, "y", point.y));
        types.registerDictToClass("shapes.Point",
                (name, dict) -> new Point((Integer) Objects.requireNonNull(dict.get("x")),
                        (Integer) Objects.requireNonNull(dict.get("y"))));
        types.registerClassToDict(Overheated.class,
                hot -> Map.of("__class__", "shapes.Overheated", "__exception__", true,
                        "attributes", Map.of("degrees", hot.degrees)));
        types.registerDictToClass("shapes.Overheated", (name, dict) -> new Overheated(
                (Integer) Objects.requireNonNull(
                        ((Map<?, ?>) Objects.requireNonNull(dict.get("attributes")))
                                .get("degrees"))));
        return types;
    }
}
