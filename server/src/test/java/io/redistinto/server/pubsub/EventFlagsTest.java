package io.redistinto.server.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFlagsTest {
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "EKA, AKE",
    "g$lshzxetd, A",
    "dtexzhsl$g, A",
    "g$lshzxet, g$lshzxet",
    "An, A",
    "mnA, Am",
    "mKgnE, gnKEm",
    "KK, K",
  })
  void areShownInRedissOrder(String given, String shown) {
    assertThat(EventFlags.parse(given)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"q", "a", "k", "K E", "KEA,", "\u00e9"})
  void refuseOtherCharacters(String given) {
    assertThatThrownBy(() -> EventFlags.parse(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
  }

  @ParameterizedTest
  @EnumSource(EventClass.class)
  void aLetterStandsForItsClassAlone(EventClass eventClass) {
    EventFlags flags = EventFlags.parse(String.valueOf(eventClass.letter()));
    assertThat(Arrays.stream(EventClass.values()).filter(flags::has)).containsExactly(eventClass);
  }
}
