package io.redistinto.server.command;

import io.redistinto.server.config.Directives;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** ACL: what can be said of the one user there is, who may do everything. */
final class AclCommands {
  private static final long MOST_PASSWORD_BITS = 4096;
  private static final int PASSWORD_BITS = 256;
  private static final int BITS_PER_DIGIT = 4;

  private AclCommands() {}

  static void whoami(Call call) {
    call.reply().bulkText(ConnectionCommands.DEFAULT_USER);
  }

  static void users(Call call) {
    call.reply().array(1);
    call.reply().bulkText(ConnectionCommands.DEFAULT_USER);
  }

  /** {@code ACL LIST}: the users as an ACL file has them. */
  static void list(Call call) {
    List<String> passwords = passwords(call);
    String secret = passwords.isEmpty() ? "nopass" : "#" + passwords.get(0);
    call.reply().array(1);
    call.reply()
        .bulkText("user " + ConnectionCommands.DEFAULT_USER + " on " + secret + " ~* &* +@all");
  }

  static void getUser(Call call) {
    if (!call.text(2).equals(ConnectionCommands.DEFAULT_USER)) {
      call.reply().nullBulk();
      return;
    }
    List<String> passwords = passwords(call);
    call.reply().map(6);
    call.reply().bulkText("flags");
    replySet(call, passwords.isEmpty() ? List.of("on", "nopass") : List.of("on"));
    call.reply().bulkText("passwords");
    call.reply().array(passwords.size());
    passwords.forEach(call.reply()::bulkText);
    replyField(call, "commands", "+@all");
    replyField(call, "keys", "~*");
    replyField(call, "channels", "&*");
    call.reply().bulkText("selectors");
    call.reply().array(0);
  }

  private static void replySet(Call call, List<String> words) {
    call.reply().set(words.size());
    words.forEach(call.reply()::bulkText);
  }

  private static void replyField(Call call, String name, String value) {
    call.reply().bulkText(name);
    call.reply().bulkText(value);
  }

  /** The digest of the user's password, if there is one. */
  private static List<String> passwords(Call call) {
    String password = call.services().config().get(Directives.REQUIREPASS);
    return password.isEmpty() ? List.of() : List.of(sha256(password));
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new AssertionError(everyPlatformHasIt);
    }
  }

  /** {@code ACL CAT [category]}: the categories, or the commands in one. */
  static void cat(Call call) {
    if (call.argc() > 3) {
      throw call.unknownSubcommandOrArity();
    }
    List<String> names =
        call.argc() == 2
            ? AclCategory.ALL.stream().map(AclCategory::wireName).toList()
            : commandsIn(call);
    call.reply().array(names.size());
    names.forEach(call.reply()::bulkText);
  }

  private static List<String> commandsIn(Call call) {
    for (AclCategory category : AclCategory.ALL) {
      if (call.is(2, category.wireName())) {
        return call.services().commands().all().stream()
            .filter(command -> command.categories().contains(category))
            .map(Command::fullName)
            .toList();
      }
    }
    throw new CommandException("ERR Unknown category '" + call.text(2) + "'");
  }

  /** {@code ACL GENPASS [bits]}: a password from a good source, in hexadecimal digits. */
  static void genpass(Call call) {
    if (call.argc() > 3) {
      throw call.unknownSubcommandOrArity();
    }
    long bits = call.argc() == 2 ? PASSWORD_BITS : call.integer(2);
    if (bits <= 0 || bits > MOST_PASSWORD_BITS) {
      throw new CommandException(
          "ERR ACL GENPASS argument must be the number of bits for the output password, a positive"
              + " number up to "
              + MOST_PASSWORD_BITS);
    }
    int digits = (int) (bits + BITS_PER_DIGIT - 1) / BITS_PER_DIGIT;
    byte[] random = new byte[(digits + 1) / 2];
    new SecureRandom().nextBytes(random);
    call.reply().bulkText(HexFormat.of().formatHex(random).substring(0, digits));
  }
}
