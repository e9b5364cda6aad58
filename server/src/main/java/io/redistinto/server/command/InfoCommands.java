package io.redistinto.server.command;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** INFO: everything that can be said of the server, in sections. */
final class InfoCommands {
  private static final Set<String> EVERY_SECTION = Set.of("all", "everything");
  private static final String DEFAULT_SECTIONS = "default";

  private InfoCommands() {}

  /** {@code INFO [section ...]}: sections come in their own order; unknown ones are left out. */
  static void info(Call call) {
    Set<String> wanted = new HashSet<>();
    for (int arg = 1; arg < call.argc(); arg++) {
      wanted.add(call.text(arg).toLowerCase(Locale.ROOT));
    }
    boolean every = wanted.stream().anyMatch(EVERY_SECTION::contains);
    boolean defaults = wanted.isEmpty() || wanted.contains(DEFAULT_SECTIONS);
    InfoText text = new InfoText();
    for (InfoSection section : InfoSection.ALL) {
      if (every || (defaults && section.byDefault()) || wanted.contains(section.name())) {
        text.section(section.title());
        section.fields().accept(text, call);
      }
    }
    call.replyText(text.toString());
  }
}
