/** The programs of the documentation, compiled and run as a reader would; and a program that is a module. */
@NullMarked
package io.jyro.interop.docs;

import org.jspecify.annotations.NullMarked;
