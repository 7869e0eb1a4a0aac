/**
 * Peers that lie, stall, babble and leave: what they get, and that nobody else notices. {@link
 * io.jyro.hostile.ScriptedPeer} plays them.
 */
@NullMarked
package io.jyro.hostile;

import org.jspecify.annotations.NullMarked;
