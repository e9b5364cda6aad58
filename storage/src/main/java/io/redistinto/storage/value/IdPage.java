package io.redistinto.storage.value;

/** A page of {@link IdPages}: some neighbours in the order of their IDs. */
abstract class IdPage<P extends IdPage<P>> {
  /** The epoch of the pages that it was made for: in another it must be copied before a change. */
  final int epoch;

  IdPage(int epoch) {
    this.epoch = epoch;
  }

  /** The ID before which nothing of it lies. */
  abstract long firstMillis();

  abstract long firstSequence();

  abstract P copy(int newEpoch);
}
