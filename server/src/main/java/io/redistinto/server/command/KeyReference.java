package io.redistinto.server.command;

import java.util.Set;

/**
 * An argument of a request that is a key.
 *
 * @param flags what is done to it
 */
public record KeyReference(int arg, Set<KeySpec.Flag> flags) {}
