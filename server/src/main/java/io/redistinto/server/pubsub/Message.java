package io.redistinto.server.pubsub;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.server.client.Client;
import java.util.function.Consumer;

/** A message to any number of clients, written at most once for each protocol. */
final class Message {
  private final ReplyWriter encoder;
  private final Consumer<ReplyWriter> content;
  private byte[] inResp2;
  private byte[] inResp3;

  /**
   * @param encoder is empty, and is again when this is written
   * @param content writes one whole push
   */
  Message(ReplyWriter encoder, Consumer<ReplyWriter> content) {
    this.encoder = encoder;
    this.content = content;
  }

  void sendTo(Client client) {
    client.outlet().push(client.protocol() == 2 ? inResp2() : inResp3());
  }

  private byte[] inResp2() {
    if (inResp2 == null) {
      inResp2 = encoded(2);
    }
    return inResp2;
  }

  private byte[] inResp3() {
    if (inResp3 == null) {
      inResp3 = encoded(3);
    }
    return inResp3;
  }

  private byte[] encoded(int protocol) {
    encoder.protocol(protocol);
    content.accept(encoder);
    byte[] bytes = new byte[encoder.size()];
    encoder.buffer().get(0, bytes);
    encoder.take().release();
    return bytes;
  }
}
