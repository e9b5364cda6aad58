package io.redistinto.storage.rdb;

/** The elements of a serialised collection, checked as they are met. */
interface Elements {
  /**
   * The next element, or null after the last.
   *
   * @throws RdbException if there is something else
   */
  byte[] next();
}
