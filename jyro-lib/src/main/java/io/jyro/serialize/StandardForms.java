package io.jyro.serialize;

import java.io.File;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.stream.BaseStream;

import io.jyro.Kwargs;
import io.jyro.PyroType;
import io.jyro.PyroUri;
import io.jyro.SerializationException;
import io.jyro.serialize.bind.BeanBinding;
import io.jyro.serialize.bind.Beans;
import io.jyro.serialize.bind.DataClass;
import io.jyro.serialize.bind.JdkClasses;
import io.jyro.serialize.bind.NamedTypes;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.serialize.bind.PythonTime;
import io.jyro.serialize.bind.RemoteReference;
import io.jyro.types.ByteArray;
import io.jyro.types.DType;
import io.jyro.types.NdArray;
import io.jyro.types.SerializedBlob;
import org.jspecify.annotations.Nullable;

/**
 * The forms of Java's value types, enums, records and beans without a registered converter. They depend only on the
 * class, so each is determined once.
 */
final class StandardForms {
    private static final ClassValue<PlainForm> FORMS = new ClassValue<>() {
        @Override
        protected PlainForm computeValue(Class<?> type) {
            return find(type);
        }
    };

    private static final List<Known<?>> KNOWN = List.of(
            known(PyroUri.class, PyroClasses::uri), known(ProxyState.class, PyroClasses::proxy),
            known(RemoteReference.class,
                    (remote, context) -> PyroClasses.proxy(remote.proxyState(), context)),
            known(WrappedException.class, PyroClasses::wrapper),
            known(Throwable.class,
                    (thrown, context) -> ExceptionMapping.toDict(thrown, context.dialect(),
                            context.detailedTraceback())),
            known(ByteArray.class, (array, context) -> array.bytes()),
            known(NdArray.class, (array, context) -> NdArrayForm.toDict(array)),
            known(NdArrayForm.Data.class, (data, context) -> data.bytes()),
            known(DType.class, (type, context) -> type.toString()),
            known(Optional.class, (optional, context) -> ((Optional<?>) optional).orElse(null)),
            known(OptionalInt.class,
                    (optional, context) -> optional.isPresent() ? optional.getAsInt() : null),
            known(OptionalLong.class,
                    (optional, context) -> optional.isPresent() ? optional.getAsLong() : null),
            known(OptionalDouble.class,
                    (optional, context) -> optional.isPresent() ? optional.getAsDouble() : null),
            known(LocalDateTime.class,
                    (time, context) -> PythonTime.of(time, context.exactTimes())),
            known(OffsetDateTime.class,
                    (time, context) -> PythonTime.of(time, context.exactTimes())),
            known(ZonedDateTime.class,
                    (time, context) -> PythonTime.of(time, context.exactTimes())),
            known(Instant.class,
                    (time, context) -> PythonTime.of(time.atOffset(ZoneOffset.UTC),
                            context.exactTimes())),
            known(Date.class, (date, context) -> ofDate(date, context.exactTimes())),
            known(Calendar.class, (calendar, context) -> PythonTime.of(calendar.toInstant()
                    .atZone(calendar.getTimeZone().toZoneId()), context.exactTimes())),
            known(LocalDate.class, (date, context) -> date.toString()),
            known(LocalTime.class,
                    (time, context) -> PythonTime.of(time, context.exactTimes())),
            known(OffsetTime.class,
                    (time, context) -> PythonTime.of(time.toLocalTime(), context.exactTimes())
                            + PythonTime.of(time.getOffset())),
            known(Duration.class,
                    (duration, context) -> PythonTime.of(duration, context.exactTimes())),
            known(Period.class, (period, context) -> period.toString()),
            known(Year.class, (year, context) -> year.getValue()),
            known(YearMonth.class, (month, context) -> month.toString()),
            known(MonthDay.class, (day, context) -> day.toString()),
            known(ZoneId.class, (zone, context) -> zone.getId()),
            known(Locale.class, (locale, context) -> locale.toLanguageTag()),
            known(Currency.class, (currency, context) -> currency.getCurrencyCode()),
            known(UUID.class, (uuid, context) -> uuid.toString()),
            known(BigDecimal.class, (decimal, context) -> decimal.toString()),
            known(Path.class, (path, context) -> path.toString()),
            known(File.class, (file, context) -> file.getPath()),
            known(URI.class, (uri, context) -> uri.toString()),
            known(URL.class, (url, context) -> url.toExternalForm()),
            known(AtomicInteger.class, (atomic, context) -> atomic.get()),
            known(AtomicLong.class, (atomic, context) -> atomic.get()),
            known(AtomicBoolean.class, (atomic, context) -> atomic.get()),
            known(AtomicReference.class, (atomic, context) -> atomic.get()),
            known(LongAdder.class, (adder, context) -> adder.sum()),
            known(DoubleAdder.class, (adder, context) -> adder.sum()));

    private StandardForms() {}

    /**
     * Converts a date to an instant, except the two classes of java.sql that are not instants: they become a date or a
     * time in ISO form.
     */
    @SuppressWarnings("JavaUtilDate") // users have them
    private static String ofDate(Date date, boolean exact) {
        String type = date.getClass().getName();
        return type.equals("java.sql.Date") || type.equals("java.sql.Time")
                ? date.toString()
                : PythonTime.of(date.toInstant().atOffset(ZoneOffset.UTC), exact);
    }

    /** Returns the form of a class; that of a class that cannot be sent refuses every object with a reason. */
    static PlainForm of(Class<?> type) {
        return FORMS.get(type);
    }

    private static PlainForm find(Class<?> type) {
        PlainForm known = known(type);
        if (known != null) {
            return known;
        }
        if (Enum.class.isAssignableFrom(type)) {
            return EnumForm.of(type);
        }
        return JdkClasses.contain(type) ? refusal(why(type)) : ofUser(type);
    }

    private static PlainForm ofUser(Class<?> type) {
        boolean isNamed = NamedTypes.nameOf(type) != null;
        PlainForm ofScala = isNamed ? null : ScalaForms.of(type);
        if (ofScala != null) {
            return ofScala;
        }
        if (!isNamed && Beans.isExposed(type)) {
            return refusal(type.getName() + " cannot be sent: it is marked with @Expose, but the"
                    + " object is not registered in a daemon of this JVM, or AUTOPROXY is off;"
                    + " register the object, so that it travels as a proxy, or teach"
                    + " TypeRegistry.registerClassToDict how to convert it");
        }
        DataClass data = BeanBinding.canMake(type) ? null : DataClass.of(type);
        if (data != null) {
            return RecordForm.of(type, data.accessors());
        }
        if (isNamed || !Beans.setters(type).isEmpty()) {
            return RecordForm.of(type, Beans.getters(type));
        }
        return refusal(Beans.getters(type).isEmpty()
                ? why(type)
                : type.getName() + " cannot be sent: it has getters, but neither setters nor one"
                        + " public constructor whose parameters have their names, so it may not"
                        + " be meant as a value; make it a record or a bean, compile it with"
                        + " -parameters, mark it with @PyroType, or teach"
                        + " TypeRegistry.registerClassToDict how to convert it");
    }

    private static @Nullable PlainForm known(Class<?> type) {
        for (Known<?> known : KNOWN) {
            if (known.type().isAssignableFrom(type)) {
                return known.form();
            }
        }
        return null;
    }

    /** Returns whether objects of a class are values, even if they are iterable, such as paths. */
    static boolean isValue(Class<?> type) {
        return type.isRecord() || Enum.class.isAssignableFrom(type)
                || type.isAnnotationPresent(PyroType.class) || known(type) != null;
    }

    private static PlainForm refusal(String why) {
        return (value, context) -> {
            throw new SerializationException(why);
        };
    }

    private static String why(Class<?> type) {
        String name = type.getName();
        if (Iterator.class.isAssignableFrom(type) || BaseStream.class.isAssignableFrom(type)
                || InputStream.class.isAssignableFrom(type)) {
            return name
                    + " cannot be part of a value; return it from the method by itself, so that its items are"
                    + " streamed, or send a list";
        }
        if (type == SerializedBlob.class) {
            return name
                    + " cannot be part of a value, nor a result or one of several arguments; pass"
                    + " it as the only argument of a call, or send the value that its"
                    + " deserialized() returns";
        }
        if (type == Kwargs.class) {
            return "Kwargs must be the last argument of a call, and cannot be part of a value";
        }
        return name
                + " cannot be sent: it is not a plain value, enum, record, data class or bean with getters and setters; send one of"
                + " these instead, teach TypeRegistry.registerClassToDict how to convert it, or register the object"
                + " in the daemon, so that it travels as a proxy";
    }

    private static <T> Known<T> known(Class<T> type,
            BiFunction<T, FormContext, @Nullable Object> form) {
        return new Known<>(type, (value, context) -> form.apply(type.cast(value), context));
    }

    private record Known<T>(Class<T> type, PlainForm form) {}
}
