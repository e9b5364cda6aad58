package io.redistinto.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTest {
  @Test
  void showsItsArgumentsWhereTheyLie() {
    Request request = Request.of("SET", "key", "");
    assertThat(request.argc()).isEqualTo(3);
    assertThat(request.length(2)).isZero();
    assertThat(request.byteAt(1, 2)).isEqualTo((byte) 'y');
    assertThat(request.bytes().get(request.offset(1))).isEqualTo((byte) 'k');
    assertThat(request.bytes().isDirect()).isTrue();
    assertThat(request.toArgs())
        .isDeepEqualTo(new byte[][] {bytes("SET"), bytes("key"), new byte[0]});
  }

  @Test
  void comparesOptionWordsInAnyCase() {
    Request request = Request.of("KeepTTL", "GE[", "ge{");
    assertThat(request.is(0, "KEEPTTL")).isTrue();
    assertThat(request.is(0, "keepttl")).isTrue();
    assertThat(request.is(0, "KEEPTT")).isFalse();
    assertThat(request.is(0, "KEEPTTX")).isFalse();
    assertThat(request.is(1, "ge{")).as("only letters have a case").isFalse();
    assertThat(request.is(2, "GE[")).isFalse();
  }

  @Test
  void readsIntegers() {
    Request request = Request.of("-42", "4.2");
    assertThat(request.isLong(0)).isTrue();
    assertThat(request.toLong(0)).isEqualTo(-42);
    assertThat(request.isLong(1)).isFalse();
  }

  @Test
  void canBeSetAgain() {
    Request request = Request.of("one", "two");
    request.set(bytes("x"));
    assertThat(Wire.args(request)).containsExactly("x");
    request.set();
    assertThat(request.argc()).isZero();
  }

  @Test
  void usesItsBufferAgainUnlessItIsUnusuallyLarge() {
    Request request = Request.of("one");
    ByteBuffer first = request.bytes();
    request.set(bytes("SET"), new byte[100]);
    assertThat(request.bytes()).isSameAs(first);
    request.set(new byte[1_000_000]);
    assertThat(request.length(0)).isEqualTo(1_000_000);
    request.set(new byte[70_000]);
    assertThat(request.bytes().capacity()).isEqualTo(1_000_000);
    request.set(bytes("PING"));
    assertThat(request.bytes().capacity()).isLessThan(1000);
  }

  @Test
  void givesTheTableOfALongRequestBack() {
    List<byte[]> args = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      args.add(bytes(Integer.toString(i)));
    }
    Request request = new Request();
    long before = request.tableBytes();
    request.set(args.toArray(new byte[0][]));
    assertThat(request.argc()).isEqualTo(100_000);
    assertThat(request.toText(99_999)).isEqualTo("99999");
    request.set(bytes("PING"));
    assertThat(request.tableBytes()).isEqualTo(before);
  }

  private static byte[] bytes(String text) {
    return Wire.bytes(text);
  }
}
