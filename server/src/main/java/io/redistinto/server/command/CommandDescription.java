package io.redistinto.server.command;

import io.redistinto.resp.ReplyWriter;
import io.redistinto.resp.Request;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Writes what COMMAND INFO and COMMAND DOCS say of one command. */
final class CommandDescription {
  private static final int INFO_FIELDS = 10;

  private final ReplyWriter reply;

  CommandDescription(ReplyWriter reply) {
    this.reply = reply;
  }

  // ---- INFO

  /** Writes the keys of a request and what becomes of them. */
  void keysAndFlags(Request request, List<KeyReference> keys) {
    reply.array(keys.size());
    for (KeyReference key : keys) {
      reply.array(2);
      reply.bulk(request.bytes(), request.offset(key.arg()), request.length(key.arg()));
      keyFlags(key.flags());
    }
  }

  private void keyFlags(Set<KeySpec.Flag> flags) {
    statuses(flags.stream().sorted().map(KeySpec.Flag::wireName));
  }

  void info(Command command) {
    KeySpec.PlainRange keys = command.plainKeys();
    reply.array(INFO_FIELDS);
    reply.bulkText(command.fullName());
    reply.integer(command.arity());
    statuses(command.flagNames().stream());
    reply.integer(keys.first());
    reply.integer(keys.last());
    reply.integer(keys.step());
    statuses(command.categories().stream().map(category -> "@" + category.wireName()));
    reply.set(command.tips().size());
    command.tips().forEach(reply::bulkText);
    reply.set(command.keySpecs().size());
    command.keySpecs().forEach(this::keySpec);
    if (command.isContainer()) {
      reply.array(command.subcommands().size());
      command.subcommands().forEach(this::info);
    } else {
      reply.set(0);
    }
  }

  private void keySpec(KeySpec spec) {
    reply.map(spec.notes() == null ? 3 : 4);
    field("notes", spec.notes());
    reply.bulkText("flags");
    keyFlags(spec.flags());
    reply.bulkText("begin_search");
    begin(spec.begin());
    reply.bulkText("find_keys");
    find(spec.find());
  }

  private void begin(KeySpec.Begin begin) {
    if (begin instanceof KeySpec.Index index) {
      rule("index", 1);
      field("index", index.index());
    } else if (begin instanceof KeySpec.Keyword keyword) {
      rule("keyword", 2);
      field("keyword", keyword.keyword());
      field("startfrom", keyword.startFrom());
    } else {
      rule("unknown", 0);
    }
  }

  private void find(KeySpec.Find find) {
    if (find instanceof KeySpec.Range range) {
      rule("range", 3);
      field("lastkey", range.last());
      field("keystep", range.step());
      field("limit", range.limit());
    } else if (find instanceof KeySpec.KeyNum keyNum) {
      rule("keynum", 3);
      field("keynumidx", keyNum.number());
      field("firstkey", keyNum.firstKey());
      field("keystep", keyNum.step());
    } else {
      rule("unknown", 0);
    }
  }

  /** Begins a rule's description, whose {@code fields} come next. */
  private void rule(String type, int fields) {
    reply.map(2);
    field("type", type);
    reply.bulkText("spec");
    reply.map(fields);
  }

  // ---- DOCS

  /** Writes the full name and the documentation: a pair of a map. */
  void docs(Command command) {
    CommandDoc doc = CommandDoc.of(command);
    reply.bulkText(command.fullName());
    int mark = reply.defer();
    int fields = 0;
    fields += field("summary", doc.summary());
    fields += field("since", doc.since());
    fields += field("group", command.group().wireName());
    fields += field("complexity", doc.complexity());
    if (doc.deprecatedSince() != null) {
      reply.bulkText("doc_flags");
      statuses(Stream.of("deprecated"));
      fields++;
    }
    fields += field("deprecated_since", doc.deprecatedSince());
    fields += field("replaced_by", doc.replacedBy());
    fields += arguments(doc.arguments(), new KeyCount(command.keySpecs().size()));
    if (command.isContainer()) {
      reply.bulkText("subcommands");
      reply.map(command.subcommands().size());
      command.subcommands().forEach(this::docs);
      fields++;
    }
    reply.endMap(mark, fields);
  }

  /** Which spec names the next argument that is a key: each its own, the last one all the rest. */
  private static final class KeyCount {
    private final int specs;
    private int keys;

    KeyCount(int specs) {
      this.specs = specs;
    }

    int nextSpec() {
      return Math.min(keys++, specs - 1);
    }
  }

  private int arguments(List<ArgumentDoc> arguments, KeyCount count) {
    if (arguments.isEmpty()) {
      return 0;
    }
    reply.bulkText("arguments");
    reply.array(arguments.size());
    arguments.forEach(argument -> argument(argument, count));
    return 1;
  }

  private void argument(ArgumentDoc argument, KeyCount count) {
    int mark = reply.defer();
    int fields = 0;
    fields += field("name", argument.name());
    fields += field("type", argument.type().wireName());
    if (argument.keySpec() != ArgumentDoc.NO_KEY_SPEC) {
      fields += field("key_spec_index", argument.keySpec());
    } else if (argument.type() == ArgumentDoc.Type.KEY) {
      fields += field("key_spec_index", count.nextSpec());
    }
    fields += field("token", argument.token());
    fields += field("since", argument.since());
    fields += field("deprecated_since", argument.deprecatedSince());
    if (argument.optional() || argument.multiple()) {
      reply.bulkText("flags");
      statuses(
          Stream.of(
                  argument.optional() ? "optional" : null,
                  argument.multiple() ? "multiple" : null,
                  argument.multipleToken() ? "multiple_token" : null)
              .filter(Objects::nonNull));
      fields++;
    }
    fields += arguments(argument.arguments(), count);
    reply.endMap(mark, fields);
  }

  // ---- Parts of both

  /** Writes a field unless it has no value; how many it wrote. */
  private int field(String name, String value) {
    if (value == null) {
      return 0;
    }
    reply.bulkText(name);
    reply.bulkText(value);
    return 1;
  }

  private int field(String name, int value) {
    reply.bulkText(name);
    reply.integer(value);
    return 1;
  }

  private void statuses(Stream<String> texts) {
    List<String> list = texts.toList();
    reply.set(list.size());
    list.forEach(reply::simple);
  }
}
