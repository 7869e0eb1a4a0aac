package io.jyro.pickle;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/** The time zones of the Python library dateutil, which are objects with attributes. */
final class DateutilZone {
    private static final String ZONEINFO = "zoneinfo/";

    private DateutilZone() {}

    /**
     * Returns the time zone for a dateutil object.
     *
     * @param arguments the arguments of its class
     * @return null if the class is another one, or java.time has no such zone
     */
    static @Nullable ZoneId of(String className, Tuple arguments,
            Map<Object, @Nullable Object> attributes) {
        try {
            return switch (className) {
                case "dateutil.tz.tz.tzutc", "dateutil.tz.tzutc" -> ZoneOffset.UTC;
                case "dateutil.tz.tz.tzoffset", "dateutil.tz.tzoffset" ->
                    offset(attributes.get("_offset"));
                case "dateutil.tz.tz.tzfile", "dateutil.tz.tzfile" ->
                    named(arguments.size() > 1 ? arguments.get(1) : attributes.get("_filename"));
                case "dateutil.tz.tz.tzlocal", "dateutil.tz.tzlocal" ->
                    Boolean.FALSE.equals(attributes.get("_hasdst"))
                            ? offset(attributes.get("_std_offset"))
                            : null;
                default -> null;
            };
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable ZoneId offset(@Nullable Object offset) {
        return offset instanceof Duration duration && duration.toNanosPart() == 0
                ? ZoneOffset.ofTotalSeconds((int) duration.toSeconds())
                : null;
    }

    /** Returns the zone of a zone file, whose name may be a whole path. */
    private static @Nullable ZoneId named(@Nullable Object file) {
        if (!(file instanceof String path)) {
            return null;
        }
        int directory = path.lastIndexOf(ZONEINFO);
        return ZoneId.of(directory < 0 ? path : path.substring(directory + ZONEINFO.length()));
    }
}
