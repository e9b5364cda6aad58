package io.redistinto.server.command;

import io.redistinto.resp.Request;
import io.redistinto.server.config.Directives;
import io.redistinto.server.inspection.RefusedLogins;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;

/** ACL: what can be said of the one user there is, who may do everything. */
final class AclCommands {
  private static final long MOST_PASSWORD_BITS = 4096;
  private static final int PASSWORD_BITS = 256;
  private static final int BITS_PER_DIGIT = 4;
  private static final long LOGINS_SHOWN = 10;

  static final String NO_FILE =
      "ERR This Redis instance is not configured to use an ACL file. You may want to specify users"
          + " via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis"
          + " configuration file set) in order to store users in the Redis configuration.";

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
    if (!isDefaultUser(call, 2)) {
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

  /** {@code ACL DELUSER user ...}: nobody to delete, and the default user stays. */
  static void delUser(Call call) {
    for (int arg = 2; arg < call.argc(); arg++) {
      if (isDefaultUser(call, arg)) {
        throw new CommandException("ERR The 'default' user cannot be removed");
      }
    }
    call.reply().integer(0);
  }

  /** {@code ACL DRYRUN user command [argument ...]}: whether the user may run a command. */
  static void dryRun(Call call) {
    if (!isDefaultUser(call, 2)) {
      throw new CommandException("ERR User '" + call.shown(2) + "' not found");
    }
    Request tried = Request.of(Arrays.copyOfRange(call.request().toArgs(), 3, call.argc()));
    Command command = call.services().commands().find(tried);
    if (command != null && command.isContainer() && tried.argc() > 1) {
      command = CommandTable.subcommand(command, tried, 1);
    }
    if (command == null) {
      throw new CommandException("ERR Command '" + call.shown(3) + "' not found");
    }
    if (!command.accepts(tried.argc())) {
      throw new CommandException(
          "ERR wrong number of arguments for '" + command.fullName() + "' command");
    }
    call.reply().ok();
  }

  private static boolean isDefaultUser(Call call, int arg) {
    return call.text(arg).equals(ConnectionCommands.DEFAULT_USER);
  }

  /** {@code ACL LOG [count | RESET]}: the logins that were refused, newest first. */
  static void log(Call call) {
    if (call.argc() > 3) {
      throw call.unknownSubcommandOrArity();
    }
    RefusedLogins refused = call.services().refusedLogins();
    if (call.argc() == 3 && call.is(2, "RESET")) {
      refused.clear();
      call.reply().ok();
      return;
    }
    long count = call.argc() == 2 ? LOGINS_SHOWN : Math.max(0, call.integer(2));
    int shown = (int) Math.min(count, refused.size());
    call.reply().array(shown);
    Iterator<RefusedLogins.Entry> entries = refused.entries().iterator();
    for (int i = 0; i < shown; i++) {
      replyRefused(call, entries.next());
    }
  }

  private static void replyRefused(Call call, RefusedLogins.Entry entry) {
    RefusedLogins.Attempt attempt = entry.attempt();
    call.reply().map(7);
    call.reply().bulkText("count");
    call.reply().integer(entry.count());
    replyField(call, "reason", "auth");
    replyField(call, "context", attempt.inTransaction() ? "multi" : "toplevel");
    replyField(call, "object", attempt.command());
    replyField(call, "username", attempt.user());
    call.reply().bulkText("age-seconds");
    call.reply().number((call.services().clock().millis() - entry.atMillis()) / 1000.0);
    replyField(call, "client-info", entry.client());
  }

  /** Notes that a login was refused. */
  static void refused(Call call, String user) {
    boolean inTransaction = call.client().isInTransaction();
    call.services()
        .refusedLogins()
        .add(
            new RefusedLogins.Attempt(inTransaction, call.text(0), user),
            call.services().clock().millis(),
            ClientCommands.describe(call, call.client()),
            call.services().config().get(Directives.ACLLOG_MAX_LEN));
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
    throw new CommandException("ERR Unknown category '" + call.shown(2) + "'");
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
