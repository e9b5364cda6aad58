package io.redistinto.storage.value;

/**
 * An entry that was delivered and not acknowledged.
 *
 * @param id the entry's, which may be deleted by now
 * @param consumer whom it was last delivered to
 * @param deliveredMillis when that was, in milliseconds since 1970
 * @param deliveries how often it was delivered
 */
public record StreamPending(
    StreamId id, StreamConsumer consumer, long deliveredMillis, long deliveries) {}
