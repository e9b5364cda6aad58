package io.redistinto.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConfWordsPropertyTest {

  @Property
  void aQuotedWordReadsBackAsItself(@ForAll("words") String word) throws Exception {
    assertThat(ConfWords.split("x " + ConfWords.quote(word))).isEqualTo(List.of("x", word));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings()
        .withChars("\"'\\ x#a\n\r\t\u0000\u0007\u001b\u007fé漢")
        .withCharRange('0', 'z')
        .ofMaxLength(12);
  }
}
