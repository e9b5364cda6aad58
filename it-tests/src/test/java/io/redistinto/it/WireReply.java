package io.redistinto.it;

/**
 * One reply as it came over the wire.
 *
 * @param raw its bytes, as chars 0 to 255
 */
record WireReply(String raw, Reply parsed) {}
