// The class files of this source are in src/test/resources/kotlin: tests need no compiler of Kotlin. To make them again:
// kotlinc 2.0.21 -no-stdlib -cp kotlin-stdlib-2.0.21.jar:CLASSES_OF_JYRO -jvm-target 17 -Xno-param-assertions -Xno-call-assertions -d ../resources/kotlin Lab.kt
package lab

import io.jyro.Expose

data class Reading(val room: String, val celsius: Double, var note: String? = null, val count: Int = 3)

class Door(val room: String, val isOpen: Boolean)

data class Page<T>(val items: List<T>, val next: Page<T>?)

class Computed(text: String) {
    val length = text.length
}

@Expose
open class Service {
    fun echo(reading: Reading) = reading

    suspend fun later(): String = "later"

    fun greet(name: String = "you") = "hi $name"

    internal fun hidden() = 1
}
