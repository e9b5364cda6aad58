package io.redistinto.storage.rdb;

/**
 * What is known of a stream beside its entries. The numbers of an id are unsigned.
 *
 * @param length how many entries it has
 * @param lastMillis the last id that was given, of an entry that is still there or not
 * @param lastSequence its second half
 * @param maxDeletedMillis the greatest id of a deleted entry; 0-0 if there is none
 * @param maxDeletedSequence its second half
 * @param entriesAdded how many entries were ever added
 * @param countsReads whether the groups' {@code entriesRead} are known at all: they are not in
 *     streams that were serialised before Redis 7
 */
public record StreamFacts(
    long length,
    long lastMillis,
    long lastSequence,
    long maxDeletedMillis,
    long maxDeletedSequence,
    long entriesAdded,
    boolean countsReads) {}
