package io.jyro.serialize;

import java.util.LinkedHashMap;
import java.util.Map;

import io.jyro.serialize.bind.NamedTypes;
import io.jyro.types.ClassDict;

/** The form of enum constants: their names, or class dicts if the enum has a name on the wire. */
final class EnumForm {
    private EnumForm() {}

    /** Returns the form of an enum's constants; a constant with a body has a class of its own. */
    static PlainForm of(Class<?> type) {
        Class<?> declaring = type.isEnum() ? type : type.getSuperclass();
        String className = NamedTypes.nameOf(declaring);
        if (className == null) {
            return (constant, context) -> ((Enum<?>) constant).name();
        }
        return (constant, context) -> {
            Map<String, Object> dict = LinkedHashMap.newLinkedHashMap(2);
            dict.put(ClassDict.CLASS_KEY, className);
            dict.put(NamedTypes.CONSTANT, ((Enum<?>) constant).name());
            return dict;
        };
    }
}
