package io.redistinto.server.command;

import io.redistinto.resp.Request;
import io.redistinto.server.config.ConfigException;
import io.redistinto.server.config.Directives;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** CONFIG: the directives of the running server. */
final class ConfigCommands {
  private static final List<String> SECRETS =
      List.of(
          Directives.REQUIREPASS.name(),
          "masterauth",
          "masteruser",
          "tls-key-file-pass",
          "tls-client-key-file-pass");

  private ConfigCommands() {}

  static void get(Call call) {
    List<byte[]> patterns = new ArrayList<>();
    for (int arg = 2; arg < call.argc(); arg++) {
      patterns.add(call.request().toBytes(arg));
    }
    Map<String, String> values = call.services().config().matching(patterns);
    call.reply().map(values.size());
    values.forEach(
        (name, value) -> {
          call.reply().bulkText(name);
          call.reply().bulkText(value);
        });
  }

  static void set(Call call) {
    List<String> namesAndValues = new ArrayList<>();
    for (int arg = 2; arg < call.argc(); arg++) {
      namesAndValues.add(utf8(call.request().toBytes(arg)));
    }
    try {
      call.services().config().set(namesAndValues);
    } catch (ConfigException refused) {
      throw error(refused);
    }
    call.reply().ok();
  }

  /** Whether an argument of CONFIG SET is a directive's value that is a secret. */
  static boolean isSecret(Request request, int arg) {
    return arg > 2
        && arg % 2 == 1
        && SECRETS.stream().anyMatch(secret -> request.is(arg - 1, secret));
  }

  static void rewrite(Call call) {
    try {
      call.services().config().rewrite();
    } catch (ConfigException refused) {
      throw error(refused);
    }
    call.reply().ok();
  }

  static void resetStatistics(Call call) {
    call.services().resetStatistics();
    call.reply().ok();
  }

  /** Values are texts, as they are in a conf file. */
  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      throw new CommandException("ERR configuration must be UTF-8 text");
    }
  }

  /** The message as an error reply, which has a character a byte. */
  private static CommandException error(ConfigException refused) {
    byte[] utf8 = refused.getMessage().getBytes(StandardCharsets.UTF_8);
    return new CommandException("ERR " + new String(utf8, StandardCharsets.ISO_8859_1));
  }
}
