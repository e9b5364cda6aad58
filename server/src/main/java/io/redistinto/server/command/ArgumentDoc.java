package io.redistinto.server.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An argument as COMMAND DOCS describes it.
 *
 * @param name what it is called
 * @param type what it is
 * @param keySpec the number of the key spec that finds it, where that is not the next one
 * @param token the word that stands before it, or null
 * @param since the version that brought it, or null for the command's own
 * @param deprecatedSince the version from which on it should not be used, or null
 * @param optional whether it may be left out
 * @param multiple whether it may be given again and again
 * @param multipleToken whether its token is then given again too
 * @param arguments what it is made of: the choices, or the parts
 */
record ArgumentDoc(
    String name,
    Type type,
    int keySpec,
    String token,
    String since,
    String deprecatedSince,
    boolean optional,
    boolean multiple,
    boolean multipleToken,
    List<ArgumentDoc> arguments) {

  static final int NO_KEY_SPEC = -1;

  /** What an argument is. */
  enum Type {
    STRING,
    INTEGER,
    DOUBLE,
    KEY,
    PATTERN,
    UNIX_TIME,
    PURE_TOKEN,
    ONEOF,
    BLOCK;

    String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Type named(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /**
   * Reads the notation that {@code commands.txt} explains.
   *
   * @throws IllegalArgumentException if the text is not in it
   */
  static List<ArgumentDoc> parse(String text) {
    Parser parser = new Parser(text);
    List<ArgumentDoc> arguments = parser.sequence();
    parser.expectEnd();
    return arguments;
  }

  /** As it would be typed: {@code [EX seconds | KEEPTTL]}. */
  String synopsis() {
    String text =
        switch (type) {
          case PURE_TOKEN -> token;
          case ONEOF -> synopsis(arguments, " | ");
          case BLOCK -> synopsis(arguments, " ");
          default -> name;
        };
    boolean isPart = token != null || multiple;
    if (type == Type.ONEOF && isPart) {
      text = "(" + text + ")";
    }
    if (token != null && type != Type.PURE_TOKEN) {
      text = token + " " + text;
    }
    if (multiple && multipleToken) {
      text += " [" + text + " ...]";
    } else if (multiple) {
      text += type == Type.ONEOF ? " ..." : " [" + text + " ...]";
    }
    return optional ? "[" + text + "]" : text;
  }

  static String synopsis(List<ArgumentDoc> arguments, String separator) {
    return arguments.stream().map(ArgumentDoc::synopsis).collect(Collectors.joining(separator));
  }

  private ArgumentDoc asOptional() {
    return new ArgumentDoc(
        name,
        type,
        keySpec,
        token,
        since,
        deprecatedSince,
        true,
        multiple,
        multipleToken,
        arguments);
  }

  private ArgumentDoc asMultiple(boolean tokenToo) {
    return new ArgumentDoc(
        name, type, keySpec, token, since, deprecatedSince, optional, true, tokenToo, arguments);
  }

  private ArgumentDoc after(String itsToken) {
    return new ArgumentDoc(
        name,
        type,
        keySpec,
        itsToken,
        since,
        deprecatedSince,
        optional,
        multiple,
        multipleToken,
        arguments);
  }

  /**
   * Reads by recursive descent; {@code next} is the word or sign that comes next, "" at the end.
   */
  private static final class Parser {
    private static final Pattern LEXEME =
        Pattern.compile("\\+?\\.\\.\\.|[\\[\\]()|]|(?:(?!\\+?\\.\\.\\.)[^\\s\\[\\]()|])+");

    /** A name or token, its type, its key spec, since when, until when. */
    private static final Pattern WORD =
        Pattern.compile(
            "(?<name>[^@!]+?)(:(?<type>[a-z-]+))?(#(?<spec>[0-9]))?(@(?<since>[0-9.]+))?(!(?<until>[0-9.]+))?");

    private static final Pattern TOKEN = Pattern.compile("([A-Z][A-Z0-9-]*|[=~*$])(@.*)?");

    private final Matcher lexemes;
    private String next;

    Parser(String text) {
      lexemes = LEXEME.matcher(text);
      advance();
    }

    private void advance() {
      next = lexemes.find() ? lexemes.group() : "";
    }

    private boolean skip(String sign) {
      boolean found = next.equals(sign);
      if (found) {
        advance();
      }
      return found;
    }

    private void expect(String sign) {
      if (!skip(sign)) {
        throw new IllegalArgumentException("'" + sign + "' expected, not '" + next + "'");
      }
    }

    void expectEnd() {
      expect("");
    }

    private boolean isWord() {
      return !next.isEmpty() && "[]()|+...".indexOf(next) < 0;
    }

    List<ArgumentDoc> sequence() {
      List<ArgumentDoc> arguments = new ArrayList<>();
      while (isWord() || next.equals("[")) {
        arguments.add(argument());
      }
      return arguments;
    }

    private ArgumentDoc argument() {
      if (skip("[")) {
        ArgumentDoc argument = argument().asOptional();
        expect("]");
        return argument;
      }
      ArgumentDoc argument = TOKEN.matcher(next).matches() ? tokenOrAfterToken() : plain();
      boolean multipleToken = next.equals("+...");
      return skip("...") || skip("+...") ? argument.asMultiple(multipleToken) : argument;
    }

    private ArgumentDoc tokenOrAfterToken() {
      Matcher word = word();
      return isWord() && !TOKEN.matcher(next).matches()
          ? plain().after(word.group("name"))
          : made(word.group("name").toLowerCase(Locale.ROOT), Type.PURE_TOKEN, word, List.of())
              .after(word.group("name"));
    }

    private ArgumentDoc plain() {
      Matcher word = word();
      String name = word.group("name");
      if (!skip("(")) {
        String type = word.group("type");
        return made(name, Type.named(type == null ? name : type), word, List.of());
      }
      List<ArgumentDoc> parts = sequence();
      boolean choice = next.equals("|");
      while (skip("|")) {
        parts.add(argument());
      }
      expect(")");
      return made(name, choice ? Type.ONEOF : Type.BLOCK, word, parts);
    }

    private Matcher word() {
      Matcher word = WORD.matcher(next);
      if (!isWord() || !word.matches()) {
        throw new IllegalArgumentException("a name expected, not '" + next + "'");
      }
      advance();
      return word;
    }

    private static ArgumentDoc made(
        String name, Type type, Matcher word, List<ArgumentDoc> arguments) {
      String keySpec = word.group("spec");
      return new ArgumentDoc(
          name,
          type,
          keySpec == null ? NO_KEY_SPEC : Integer.parseInt(keySpec),
          null,
          word.group("since"),
          word.group("until"),
          false,
          false,
          false,
          arguments);
    }
  }
}
