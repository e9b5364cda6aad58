package io.redistinto.server.config;

/**
 * Whether a directive can change while the server runs.
 *
 * @param needsOwner it can change only when a {@link ChangeListener} is there to carry it out;
 *     otherwise whoever uses the value reads it each time
 * @param refusal what CONFIG SET answers when it cannot change
 */
record Change(boolean possible, boolean needsOwner, String refusal) {
  static final String IMMUTABLE = "can't set immutable config";

  static final Change ANY_TIME = new Change(true, false, IMMUTABLE);
  static final Change THROUGH_OWNER = new Change(true, true, IMMUTABLE);
  static final Change AT_START = never(IMMUTABLE);
  static final Change PROTECTED = never("can't set protected config");

  private static Change never(String refusal) {
    return new Change(false, false, refusal);
  }
}
