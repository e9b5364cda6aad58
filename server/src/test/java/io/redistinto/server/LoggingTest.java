package io.redistinto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redistinto.server.config.LogLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The level of loggers follows loglevel. */
class LoggingTest {
  @AfterEach
  void asBefore() throws Exception {
    Logging.change(LogLevel.WARNING);
  }

  @Test
  void theLevelOfAllLoggersChanges() throws Exception {
    Logger existing = LoggerFactory.getLogger("io.redistinto.Existing");
    assertThat(existing.isInfoEnabled()).isFalse();

    Logging.change(LogLevel.VERBOSE);

    Logger later = LoggerFactory.getLogger("io.redistinto.Later");
    assertThat(existing.isDebugEnabled()).isTrue();
    assertThat(existing.isTraceEnabled()).isFalse();
    assertThat(later.isDebugEnabled()).isTrue();
    assertThat(later.isTraceEnabled()).isFalse();
  }
}
