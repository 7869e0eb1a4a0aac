/**
 * Private keys and certificates from PEM files and key stores, and the TLS contexts that are made of them. Read
 * {@link io.jyro.keys.TlsIdentity} first.
 *
 * <p>Not API: public for the other packages of Jyro, and may change.
 */
@NullMarked
package io.jyro.keys;

import org.jspecify.annotations.NullMarked;
