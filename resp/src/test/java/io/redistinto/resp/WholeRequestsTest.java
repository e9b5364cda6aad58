package io.redistinto.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeRequestsTest {
  private static final String GET = "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n";

  private final WholeRequests requests = new WholeRequests(new RespLimits());

  @ParameterizedTest
  @CsvSource({
    "*1~$4~PING~,                     1",
    "*1~$4~PING~*2~$3~GET~$1~k~,      2",
    "*1~$4~PING~*2~$3~GET~$1~k,       0", // the last one is not all there
    "*1~$4~PING~*2~,                  0",
    "*1~$4~PING~PING~,                0", // inline requests are read when they run
    "PING~,                           0",
    "*0~,                             0",
    "*1~$4~PING~*0~,                  0",
    "*1~$4~PING~*1~x,                 0",
    "*1~$4~PING~*-~,                  0",
  })
  void takesPiecesOfWholeRequestsOnly(String piece, int count) {
    assertThat(read(piece.replace("~", "\r\n"))).isEqualTo(count);
    assertThat(requests.count()).isEqualTo(count);
    assertThat(read(GET)).as("the next piece").isEqualTo(1);
    assertThat(requests.get(count).toText(1)).isEqualTo("k");
  }

  @Test
  void takesNoPieceThatThereIsNoRoomFor() {
    assertThat(read(GET.repeat(WholeRequests.MOST + 1))).isZero();
    assertThat(read(GET.repeat(WholeRequests.MOST - 1))).isEqualTo(WholeRequests.MOST - 1);
    assertThat(read(GET.repeat(2))).isZero();
    assertThat(read(GET)).isEqualTo(1);
    requests.clear();
    assertThat(read(GET.repeat(WholeRequests.MOST))).isEqualTo(WholeRequests.MOST);
  }

  @Test
  void aHashIsKeptUntilTheRequestIsAnotherOne() {
    read(GET);
    Request request = requests.get(0);
    assertThat(request.isHashed(1)).isFalse();
    request.hash(1, 42);
    assertThat(request.isHashed(1)).isTrue();
    assertThat(request.hash()).isEqualTo(42);
    requests.clear();
    read(GET);
    assertThat(request.isHashed(1)).isFalse();
    request.hash(1, 42);
    request.set("GET".getBytes(StandardCharsets.US_ASCII), new byte[1]);
    assertThat(request.isHashed(1)).isFalse();
  }

  private int read(String piece) {
    byte[] bytes = piece.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    return requests.read(direct, 0, bytes.length);
  }
}
